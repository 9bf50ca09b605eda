/*
 * The referee of the desk and the door: which console acts, and whether somebody was let in. It
 * looks at the messages that reach the server and at the connections it loses, and never asks the
 * arena.
 */
#include <string.h>

#include "sim.h"

static const char *text_of(const cJSON *tree, const char *key)
{
    const char *text = cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(tree, key));
    return text ? text : "";
}

/* A console's: whoever comes or does anything while nobody acts does from then on; whoever takes
 * over does. To look at a preview or a paper is to do nothing. */
void sim_desk_message(sim *s, const sim_connection *connection, const cJSON *tree)
{
    const char *action = text_of(tree, "action");
    bool looks = strcmp(action, "preview") == 0 || strcmp(action, "paper") == 0;
    bool acts = strcmp(text_of(tree, "type"), "hello") == 0 || (action[0] && !looks);
    bool takes = strcmp(action, "take") == 0;
    if (takes || (s->acting == JB_SESSION_NONE && acts)) {
        s->acting = connection->session;
    }
    bool on = cJSON_IsTrue(cJSON_GetObjectItemCaseSensitive(tree, "on"));
    if (strcmp(action, "let") == 0 && on && s->acting == connection->session) {
        s->let_at[s->lets++ % SIM_LETS] = sim_clock(s);
    }
}

void sim_desk_gone(sim *s, jb_session session)
{
    s->acting = s->acting == session ? JB_SESSION_NONE : s->acting;
}

bool sim_desk_acts(const sim *s, jb_session session)
{
    return s->acting == JB_SESSION_NONE || s->acting == session;
}

bool sim_desk_let(const sim *s, jb_time at)
{
    for (uint32_t i = 0; i < SIM_LETS && i < s->lets; i++) {
        if (s->let_at[i] == at) {
            return true;
        }
    }
    return false;
}
