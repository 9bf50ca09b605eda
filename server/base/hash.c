/*
 * SHA-256 and HMAC through OpenSSL's libcrypto. Failure of these calls means that the library is
 * broken, not that the input is: they are asserted.
 */
#include "jinbang/hash.h"

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "jinbang/assert.h"

/* Looked for once: to find it by name each time takes longer than to hash an entry of a log. */
static EVP_MD *sha256;
static pthread_once_t sha256_once = PTHREAD_ONCE_INIT;

static void find_sha256(void)
{
    sha256 = EVP_MD_fetch(NULL, "SHA256", NULL);
}

static EVP_MD_CTX *begin(void)
{
    (void)pthread_once(&sha256_once, find_sha256);
    EVP_MD_CTX *context = EVP_MD_CTX_new();
    if (context) {
        int good = sha256 != NULL && EVP_DigestInit_ex2(context, sha256, NULL);
        JB_ASSERT(good);
    }
    return context;
}

static void hash_parts(EVP_MD_CTX *context, const jb_slice *parts, size_t count, jb_hash *out)
{
    int good = 1;
    for (size_t i = 0; i < count && good; i++) {
        good = EVP_DigestUpdate(context, parts[i].bytes, parts[i].size);
    }
    unsigned int size = 0;
    good = good && EVP_DigestFinal_ex(context, out->bytes, &size);
    JB_ASSERT(good);
    JB_ASSERT(size == JB_HASH_SIZE);
}

void jb_hash_of(const jb_slice *parts, size_t count, jb_hash *out)
{
    EVP_MD_CTX *context = begin();
    JB_ASSERT(context != NULL);
    hash_parts(context, parts, count, out);
    EVP_MD_CTX_free(context);
}

struct jb_hasher {
    EVP_MD_CTX *context;
};

jb_hasher *jb_hasher_create(void)
{
    jb_hasher *hasher = calloc(1, sizeof *hasher);
    if (!hasher) {
        return NULL;
    }
    hasher->context = begin();
    if (!hasher->context) {
        free(hasher);
        return NULL;
    }
    return hasher;
}

void jb_hasher_destroy(jb_hasher *hasher)
{
    if (hasher) {
        EVP_MD_CTX_free(hasher->context);
        free(hasher);
    }
}

void jb_hasher_of(jb_hasher *hasher, const jb_slice *parts, size_t count, jb_hash *out)
{
    /* Without a name of the algorithm the one it has is begun anew, and nothing is looked up. */
    int good = EVP_DigestInit_ex(hasher->context, NULL, NULL);
    JB_ASSERT(good);
    hash_parts(hasher->context, parts, count, out);
}

void jb_hash_keyed(jb_slice key, jb_slice text, jb_hash *out)
{
    unsigned int size = 0;
    unsigned char *result = HMAC(EVP_sha256(), key.bytes, (int)key.size,
                                 (const unsigned char *)text.bytes, text.size, out->bytes, &size);
    JB_ASSERT(result != NULL);
    JB_ASSERT(size == JB_HASH_SIZE);
}

bool jb_hash_equal(const jb_hash *a, const jb_hash *b)
{
    return CRYPTO_memcmp(a->bytes, b->bytes, JB_HASH_SIZE) == 0;
}

void jb_hex_encode(const void *bytes, size_t size, char *out)
{
    static const char digits[] = "0123456789abcdef";
    const unsigned char *at = bytes;
    for (size_t i = 0; i < size; i++) {
        out[2 * i] = digits[at[i] >> 4];
        out[2 * i + 1] = digits[at[i] & 15];
    }
    out[2 * size] = '\0';
}

static int digit_value(char c)
{
    if (c >= '0' && c <= '9') {
        return c - '0';
    }
    if (c >= 'a' && c <= 'f') {
        return c - 'a' + 10;
    }
    return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

jb_status jb_hex_decode(jb_slice hex, void *bytes, size_t size)
{
    if (hex.size != 2 * size) {
        return JB_ERR_INVALID;
    }
    unsigned char *out = bytes;
    for (size_t i = 0; i < size; i++) {
        int high = digit_value(hex.bytes[2 * i]);
        int low = digit_value(hex.bytes[2 * i + 1]);
        if (high < 0 || low < 0) {
            return JB_ERR_INVALID;
        }
        out[i] = (unsigned char)(high * 16 + low);
    }
    return JB_OK;
}

bool jb_secret_equal(jb_slice a, jb_slice b)
{
    return a.size == b.size && CRYPTO_memcmp(a.bytes, b.bytes, a.size) == 0;
}
