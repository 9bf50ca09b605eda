/*
 * What one console asks to see and nobody else is shown: what a correction would change, and the
 * questions with their keys to go on by hand. Neither changes anything; the frame leaves once the
 * state it was made from is on disk, like every other.
 */
#include <stdlib.h>

#include "arena_internal.h"

/* A frame that became too large is not sent. */
static jb_error show(jb_contest *contest, jb_client *client)
{
    if (client->pocket->own.failed) {
        jb_buffer_clear(&client->pocket->own);
        return JB_ERROR_NOT_NOW;
    }
    jb_client_own(contest->arena, client);
    return JB_ERROR_NONE;
}

/* Plays the command on a copy of the engine. JB_ERROR_NONE: *after and its *memory are there. */
static jb_error try_on_copy(const jb_contest *contest, const jb_command *command, jb_time now,
                            void **memory, jb_engine **after)
{
    jb_event_sink nobody = { 0 };
    size_t size = jb_engine_size(&contest->plan->rules);
    *memory = calloc(1, size);
    if (!*memory) {
        return JB_ERROR_NOT_NOW;
    }
    *after = jb_engine_copy(contest->engine, *memory, size);
    jb_refusal refusal = jb_engine_submit(*after, command, jb_contest_now(contest, now), nobody);
    return jb_error_of(refusal);
}

jb_error jb_own_preview(jb_contest *contest, jb_client *client, const jb_message *message,
                        jb_time now)
{
    jb_command command;
    jb_answer answer;
    jb_buffer reason;
    void *memory = NULL;
    jb_engine *after = NULL;
    jb_buffer_init(&reason, 0);
    jb_error error = jb_command_read(contest, message, &answer, &reason, &command);
    if (error == JB_ERROR_NONE) {
        error = jb_client_pocket(client) ? try_on_copy(contest, &command, now, &memory, &after)
                                         : JB_ERROR_NOT_NOW;
    }
    if (error == JB_ERROR_NONE) {
        jb_scene scene;
        jb_contest_scene(contest, now, &scene);
        jb_buffer_clear(&client->pocket->own);
        jb_engine_rank(contest->engine);
        jb_engine_rank(after);
        jb_view_preview(&scene, after, message->action, command.turn, &client->pocket->own);
        error = show(contest, client);
    }
    free(memory);
    jb_buffer_finish(&reason);
    return error;
}

jb_error jb_own_paper(jb_contest *contest, jb_client *client, const jb_message *message,
                      jb_time now)
{
    uint32_t from = message->from > 0 ? (uint32_t)message->from : 1;
    jb_error error = JB_ERROR_NONE;
    jb_buffer rules;
    jb_buffer_init(&rules, 0);
    if (from > contest->plan->rules.question_count ||
        (from == 1 && jb_plan_rules_json(contest->plan, &rules) != JB_OK)) {
        error = JB_ERROR_BAD_FIELD;
    } else if (!jb_client_pocket(client)) {
        error = JB_ERROR_NOT_NOW;
    } else {
        jb_scene scene;
        jb_contest_scene(contest, now, &scene);
        jb_buffer_clear(&client->pocket->own);
        jb_view_paper(&scene, from, jb_buffer_slice(&rules), &client->pocket->own);
        error = show(contest, client);
    }
    jb_buffer_finish(&rules);
    return error;
}
