/* Names, tokens and seats; the hash table beneath them. */
#include "jb_test.h"

#include <stdio.h>
#include <string.h>

#include "people.h"

static jb_hash hash_of(const char *token)
{
    jb_slice slice = jb_slice_of(token);
    jb_hash hash;
    jb_hash_of(&slice, 1, &hash);
    return hash;
}

static void add(jb_people *people, const char *name, const char *token)
{
    jb_hash hash = hash_of(token);
    JB_EQ_I64(jb_people_add(people, jb_slice_of(name), &hash), JB_OK);
}

static void people_are_numbered_from_one_and_found_by_token(void **state)
{
    jb_people people = { 0 };
    JB_EQ_U64(jb_people_by_token(&people, jb_slice_of("t1")), 0);
    add(&people, "Ann", "t1");
    add(&people, "Bo", "t2");
    JB_EQ_U64(people.count, 2);
    JB_EQ_U64(jb_people_by_token(&people, jb_slice_of("t1")), 1);
    JB_EQ_U64(jb_people_by_token(&people, jb_slice_of("t2")), 2);
    JB_EQ_U64(jb_people_by_token(&people, jb_slice_of("t3")), 0);
    JB_EQ_U64(jb_people_by_token(&people, jb_slice_of("")), 0);
    JB_EQ_STR(jb_people_get(&people, 2)->name, "Bo");
    JB_TRUE(jb_people_get(&people, 1)->session == JB_SESSION_NONE);
    jb_people_finish(&people);
}

static void look_alikes_are_told_apart_by_a_number(void **state)
{
    jb_people people = { 0 };
    add(&people, "Zo\xc3\xab", "1");
    add(&people, "ZO\xc3\x8b", "2");
    add(&people, "zoe\xcc\x88", "3"); /* the same, decomposed */
    add(&people, "Zoe", "4");
    JB_EQ_STR(jb_people_get(&people, 1)->name, "Zo\xc3\xab");
    JB_EQ_STR(jb_people_get(&people, 2)->name, "ZO\xc3\x8b (2)");
    JB_EQ_STR(jb_people_get(&people, 3)->name, "zoe\xcc\x88 (3)");
    JB_EQ_STR(jb_people_get(&people, 4)->name, "Zoe");
    JB_EQ_SIZE(jb_people_get(&people, 2)->name_size, strlen("ZO\xc3\x8b (2)"));
    jb_people_finish(&people);
}

static void a_new_name_may_be_a_look_alike_too(void **state)
{
    jb_people people = { 0 };
    add(&people, "Ann", "1");
    add(&people, "Bo", "2");
    JB_EQ_I64(jb_people_rename(&people, 2, jb_slice_of("ann")), JB_OK);
    JB_EQ_STR(jb_people_get(&people, 2)->name, "ann (2)");
    JB_EQ_U64(jb_people_by_token(&people, jb_slice_of("2")), 2);
    jb_people_finish(&people);
}

static void an_erased_name_is_empty_and_counts_for_nobody(void **state)
{
    jb_people people = { 0 };
    add(&people, "", "1");
    add(&people, "", "2");
    JB_EQ_STR(jb_people_get(&people, 1)->name, "");
    JB_EQ_STR(jb_people_get(&people, 2)->name, "");
    jb_people_finish(&people);
}

static void erasing_takes_every_name_and_leaves_the_tokens(void **state)
{
    jb_people people = { 0 };
    add(&people, "Ann", "1");
    add(&people, "Ann", "2");
    jb_people_erase(&people);
    for (uint32_t player = 1; player <= 2; player++) {
        JB_EQ_STR(jb_people_get(&people, player)->name, "");
        JB_EQ_SIZE(jb_people_get(&people, player)->name_size, 0);
    }
    JB_EQ_U64(jb_people_by_token(&people, jb_slice_of("2")), 2);
    add(&people, "Ann", "3");
    JB_EQ_STR(jb_people_get(&people, 3)->name, "Ann");
    jb_people_finish(&people);
}

static void thousands_keep_their_tokens(void **state)
{
    jb_people people = { 0 };
    char text[32];
    for (uint32_t i = 1; i <= 5000; i++) {
        (void)snprintf(text, sizeof text, "token %u", i);
        add(&people, text, text);
    }
    for (uint32_t i = 1; i <= 5000; i += 7) {
        (void)snprintf(text, sizeof text, "token %u", i);
        JB_EQ_U64(jb_people_by_token(&people, jb_slice_of(text)), i);
    }
    jb_people_finish(&people);
    JB_EQ_U64(people.count, 0);
}

static void a_number_nobody_has_is_a_mistake(void **state)
{
    jb_people people = { 0 };
    add(&people, "Ann", "1");
    expect_assert_failure(jb_people_get(&people, 0));
    expect_assert_failure(jb_people_get(&people, 2));
    jb_people_finish(&people);
}

static void a_table_replaces_and_keeps_what_collides(void **state)
{
    jb_table table = { 0 };
    uint32_t value = 77;
    JB_FALSE(jb_table_get(&table, 5, &value));
    JB_EQ_U64(value, 77);
    /* Equal in their low bits, so all begin at one place. */
    for (uint64_t i = 0; i < 200; i++) {
        JB_EQ_I64(jb_table_put(&table, i << 40, (uint32_t)i), JB_OK);
    }
    JB_EQ_I64(jb_table_put(&table, UINT64_C(7) << 40, 1234), JB_OK);
    JB_EQ_SIZE(table.count, 200);
    for (uint64_t i = 0; i < 200; i++) {
        JB_TRUE(jb_table_get(&table, i << 40, &value));
        JB_EQ_U64(value, i == 7 ? 1234 : i);
    }
    JB_FALSE(jb_table_get(&table, 1, &value));
    JB_TRUE(table.capacity > table.count);
    jb_table_finish(&table);
    JB_FALSE(jb_table_get(&table, 0, &value));
}

static void names_given_up_are_forgotten_in_the_end(void **state)
{
    jb_people people = { 0 };
    char name[32];
    for (uint32_t i = 0; i < 40; i++) {
        jb_hash token = { { (unsigned char)i, 1 } };
        JB_EQ_I64(jb_people_add(&people, jb_slice_of("Li Ming"), &token), JB_OK);
    }
    for (int i = 0; i < 5000; i++) {
        (void)snprintf(name, sizeof name, "Name %d", i);
        JB_EQ_I64(jb_people_rename(&people, 1 + (uint32_t)i % 20, jb_slice_of(name)), JB_OK);
        JB_TRUE(people.names.counts.count <= 3 * 40 + 64 + 1);
    }
    /* Whoever still has a name keeps it for themselves. */
    JB_EQ_I64(jb_people_rename(&people, 1, jb_slice_of("Li Ming (40)")), JB_OK);
    JB_EQ_I64(jb_people_rename(&people, 2, jb_slice_of("li ming")), JB_OK);
    JB_EQ_I64(jb_people_rename(&people, 3, jb_slice_of("Name 4999")), JB_OK);
    for (uint32_t a = 1; a <= people.count; a++) {
        for (uint32_t b = 1; b < a; b++) {
            JB_TRUE(strcmp(jb_people_get(&people, a)->name, jb_people_get(&people, b)->name) != 0);
        }
    }
    JB_TRUE(jb_people_like(&people, jb_name_look(jb_slice_of("LI MING")), 0) > 0);
    jb_people_finish(&people);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(names_given_up_are_forgotten_in_the_end),
        cmocka_unit_test(people_are_numbered_from_one_and_found_by_token),
        cmocka_unit_test(look_alikes_are_told_apart_by_a_number),
        cmocka_unit_test(a_new_name_may_be_a_look_alike_too),
        cmocka_unit_test(an_erased_name_is_empty_and_counts_for_nobody),
        cmocka_unit_test(erasing_takes_every_name_and_leaves_the_tokens),
        cmocka_unit_test(thousands_keep_their_tokens),
        cmocka_unit_test(a_number_nobody_has_is_a_mistake),
        cmocka_unit_test(a_table_replaces_and_keeps_what_collides),
    };
    return JB_RUN(tests);
}
