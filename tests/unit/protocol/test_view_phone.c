/* What thousands of phones are not sent. */
#include "stage.h"

/* What was told at the reveal is not told thousands of phones again; everybody else shows it on. */
static void at_the_standings_a_phone_has_the_ranking_only(void **state)
{
    static const char *const told[] = { "answer", "tally", "explanation", "source" };
    static const char *const moves[] = { "moved", "gained", "streak" };
    stage s;
    stage_init(&s);
    stage_join(&s, "Ann", 0);
    stage_go(&s, 1, JB_PHASE_STANDINGS);
    for (int role = JB_ROLE_PLAYER; role <= JB_ROLE_JUDGE; role++) {
        cJSON *tree = stage_state(&s, (jb_role)role);
        const cJSON *top = cJSON_GetObjectItemCaseSensitive(tree, "top");
        bool whole = role != JB_ROLE_PLAYER;
        JB_EQ_I64(cJSON_GetArraySize(top), 1);
        JB_TRUE(stage_has(tree, "question"));
        for (size_t i = 0; i < sizeof told / sizeof told[0]; i++) {
            JB_EQ_I64(stage_has(tree, told[i]), whole);
        }
        for (size_t i = 0; i < sizeof moves / sizeof moves[0]; i++) {
            JB_EQ_I64(cJSON_HasObjectItem(top->child, moves[i]), whole);
        }
        cJSON_Delete(tree);
    }
    stage_finish(&s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(at_the_standings_a_phone_has_the_ranking_only),
    };
    return JB_RUN(tests);
}
