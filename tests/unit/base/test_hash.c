/*
 * SHA-256 and HMAC against published vectors (FIPS 180-2, RFC 4231); hexadecimal.
 */
#include <string.h>

#include "jb_test.h"
#include "jinbang/hash.h"

static void hash_is(const jb_hash *hash, const char *wanted)
{
    char hex[JB_HASH_HEX_SIZE];
    jb_hex_encode(hash->bytes, JB_HASH_SIZE, hex);
    JB_EQ_STR(hex, wanted);
}

static void sha256_gives_the_published_values(void **state)
{
    const struct {
        const char *text;
        const char *wanted;
    } cases[] = {
        { "", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855" },
        { "abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad" },
        { "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
          "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1" },
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        jb_slice part = jb_slice_of(cases[i].text);
        jb_hash hash;
        jb_hash_of(&part, 1, &hash);
        hash_is(&hash, cases[i].wanted);
    }
}

static void parts_are_hashed_one_after_the_other(void **state)
{
    const jb_slice parts[] = { jb_slice_of("a"), jb_slice_of(""), jb_slice_of("bc") };
    jb_hash hash;
    jb_hash_of(parts, 3, &hash);
    hash_is(&hash, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    jb_hash_of(NULL, 0, &hash);
    hash_is(&hash, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
}

static void a_hasher_gives_the_same_again_and_again(void **state)
{
    jb_hasher *hasher = jb_hasher_create();
    JB_TRUE(hasher != NULL);
    const jb_slice parts[] = { jb_slice_of("one"), jb_slice_of(""), jb_slice_of("three") };
    for (size_t i = 0; i < 12; i++) {
        jb_hash once;
        jb_hash again;
        jb_hash_of(parts, i % 4, &once);
        jb_hasher_of(hasher, parts, i % 4, &again);
        JB_TRUE(jb_hash_equal(&once, &again));
    }
    jb_hasher_destroy(hasher);
    jb_hasher_destroy(NULL);
}

static void hmac_gives_the_published_values(void **state)
{
    char key[131];
    memset(key, 0x0b, sizeof key);
    jb_hash hash;
    jb_hash_keyed((jb_slice){ .bytes = key, .size = 20 }, jb_slice_of("Hi There"), &hash);
    hash_is(&hash, "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7");
    jb_hash_keyed(jb_slice_of("Jefe"), jb_slice_of("what do ya want for nothing?"), &hash);
    hash_is(&hash, "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
    memset(key, 0xaa, sizeof key);
    jb_hash_keyed((jb_slice){ .bytes = key, .size = sizeof key },
                  jb_slice_of("Test Using Larger Than Block-Size Key - Hash Key First"), &hash);
    hash_is(&hash, "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54");
}

static void hashes_are_equal_by_all_their_bytes(void **state)
{
    jb_hash a = { { 0 } };
    for (size_t i = 0; i < JB_HASH_SIZE; i++) {
        jb_hash b = a;
        JB_TRUE(jb_hash_equal(&a, &b));
        b.bytes[i] = 1;
        JB_FALSE(jb_hash_equal(&a, &b));
    }
}

static void hex_goes_both_ways(void **state)
{
    unsigned char bytes[256];
    unsigned char back[256];
    char hex[513];
    for (size_t i = 0; i < sizeof bytes; i++) {
        bytes[i] = (unsigned char)i;
    }
    jb_hex_encode(bytes, sizeof bytes, hex);
    JB_EQ_SIZE(strlen(hex), 512);
    JB_TRUE(memcmp(hex, "000102", 6) == 0);
    JB_TRUE(memcmp(hex + 506, "fdfeff", 6) == 0);
    JB_EQ_I64(jb_hex_decode(jb_slice_of(hex), back, sizeof back), JB_OK);
    JB_EQ_MEM(back, bytes, sizeof bytes);
    JB_EQ_I64(jb_hex_decode(jb_slice_of("DEADbeef"), back, 4), JB_OK);
    JB_EQ_MEM(back, "\xde\xad\xbe\xef", 4);
    JB_EQ_I64(jb_hex_decode(jb_slice_of(""), back, 0), JB_OK);
}

static void hex_of_another_size_or_alphabet_is_invalid(void **state)
{
    const char *const texts[] = { "",     "0",    "000",  "00000", "0g00", "g000",
                                  "000G", "00 0", "0x00", "-100",  "/:@`", "00\xff\xff" };
    unsigned char bytes[2];
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        JB_EQ_I64(jb_hex_decode(jb_slice_of(texts[i]), bytes, 2), JB_ERR_INVALID);
    }
}

static void secrets_are_equal_by_size_and_bytes(void **state)
{
    JB_TRUE(jb_secret_equal(jb_slice_of("secret"), jb_slice_of("secret")));
    JB_FALSE(jb_secret_equal(jb_slice_of("secret"), jb_slice_of("secreT")));
    JB_FALSE(jb_secret_equal(jb_slice_of("secret"), jb_slice_of("secre")));
    JB_FALSE(jb_secret_equal(jb_slice_of("secret"), jb_slice_of("")));
    JB_TRUE(jb_secret_equal(jb_slice_of(""), jb_slice_of("")));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sha256_gives_the_published_values),
        cmocka_unit_test(parts_are_hashed_one_after_the_other),
        cmocka_unit_test(a_hasher_gives_the_same_again_and_again),
        cmocka_unit_test(hmac_gives_the_published_values),
        cmocka_unit_test(hashes_are_equal_by_all_their_bytes),
        cmocka_unit_test(hex_goes_both_ways),
        cmocka_unit_test(hex_of_another_size_or_alphabet_is_invalid),
        cmocka_unit_test(secrets_are_equal_by_size_and_bytes),
    };
    return JB_RUN(tests);
}
