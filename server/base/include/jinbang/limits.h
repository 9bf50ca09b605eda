#ifndef JINBANG_LIMITS_H
#define JINBANG_LIMITS_H

/* Every limit of the product, by name. Relations between them are checked where they matter. */

enum {
    /* people */
    JB_NAME_GRAPHEMES_MAX = 40, /* characters as a person counts them */
    JB_NAME_BYTES_MAX = 1000,   /* the same in UTF-8: a family emoji has 25 bytes */
    JB_NAME_MARKS_MAX = 4,      /* marks on one character: Thai and Tibetan need two or three */
    JB_NAME_JOINERS_MAX = 8,    /* joiners and variation selectors: a flag of letters has six */
    JB_NAME_NUMBER_MAX = 16,    /* the number that tells people of one name apart */
    JB_NAME_WORDS_BYTES_MAX = 1024 * 1024, /* a list of words that no name may hold */
    JB_TEAMS_MAX = 1000,
    JB_ENTRIES_MAX = 100000,        /* people on the roster of a contest */
    JB_PERSONAL_CODE_SIZE = 33,     /* bytes of a personal code with its final NUL */
    JB_PLAYERS_MAX = 20000,         /* in one live contest */
    JB_WINDOW_PLAYERS_MAX = 100000, /* in one window contest */
    JB_LANG_TAG_MAX = 35,           /* bytes of a BCP 47 tag */

    /* questions */
    JB_ID_MAX = 64, /* bytes of an id in a bank */
    JB_OPTIONS_MAX = 26,
    JB_BLANKS_MAX = 20,
    JB_ACCEPT_MAX = 100,        /* accepted variants of one blank or number */
    JB_TEXT_BYTES_MAX = 20000,  /* one text in one language */
    JB_ANSWER_TEXT_MAX = 240,   /* bytes of all blanks of a typed answer together */
    JB_ANSWER_FOLDED_MAX = 480, /* the same after folding for comparison */
    JB_EDITS_MAX = 5,

    /* contests */
    JB_ROUNDS_MAX = 50,
    JB_TURNS_MAX = 1000,
    JB_TIE_KEYS_MAX = 4,
    JB_STAKES_MAX = 100,  /* that may be made in a round */
    JB_PAPER_MAX = 200,   /* questions of a paper */
    JB_POOL_MAX = 10000,  /* questions that papers are drawn from */
    JB_SECTIONS_MAX = 50, /* of a paper */
    JB_LOTTERIES_MAX = 20,
    JB_WINNERS_MAX = 1000,    /* of one lottery */
    JB_WINDOW_DAYS_MAX = 366, /* from opening to closing */
    JB_STEPS_MAX = 20,        /* points by place of a right answer */
    JB_VALUES_MAX = 26,       /* values of a risk round, rungs of a ladder */
    JB_FOUL_ROWS_MAX = 4,     /* an early buzz costs more each time */
    JB_JUDGES_MAX = 15,
    JB_AWARDS_MAX = 50,
    JB_MEMBERS_MAX = 20,   /* named members of a team */
    JB_CONTENDERS_MAX = 8, /* buzzes that are weighed against each other */
    JB_ACCEPTED_MAX = 200, /* corrections of keys in one contest */
    JB_REASON_BYTES_MAX = 1000,
    JB_SECONDS_MAX = 3600,
    JB_WINDOW_MS_MAX = 24 * 3600 * 1000, /* answer time of one turn with all its extensions */
    JB_CODE_DIGITS = 6,
    JB_UNDO_MS = 10 * 1000,         /* how long an act can be taken back */
    JB_MESSAGE_GRAPHEMES_MAX = 200, /* the host's line to everybody */
    JB_MESSAGE_BYTES_MAX = 5000,    /* the same in UTF-8 */
    JB_CONTESTS_LIVE_MAX = 1000,
    JB_CONTEST_BYTES_MAX = 1024 * 1024, /* a contest file */

    /* banks */
    JB_BANK_BYTES_MAX = 16 * 1024 * 1024,
    JB_BANK_QUESTIONS_MAX = 100000,
    JB_BANK_MEDIA_MAX = 1000,
    JB_QUESTION_MEDIA_MAX = 16,
    JB_IMAGE_BYTES_MAX = 2 * 1024 * 1024,
    JB_SOUND_BYTES_MAX = 10 * 1024 * 1024,   /* sound and film */
    JB_PACKAGE_BYTES_MAX = 32 * 1024 * 1024, /* a bank with its media, packed */
    JB_PACKAGE_ENTRIES_MAX = 2000,           /* files in a package */
    JB_BANK_UNPACKED_MAX = 64 * 1024 * 1024, /* a bank and its media, unpacked */
    JB_JSON_DEPTH_MAX = 32,
    /* What the tree of a document may take: a list of ones takes forty times its text. Banks that
     * people make have 10 to 20 bytes a value and reach JB_BANK_BYTES_MAX first or about so. */
    JB_TREE_BYTES_MAX = 112 * 1024 * 1024,

    /* the wire */
    JB_FRAME_PLAYER_MAX = 4 * 1024,
    JB_FRAME_HOST_MAX = 64 * 1024,
    JB_FRAME_OUT_MAX = 1024 * 1024,
    JB_MALFORMED_MAX = 10,
    JB_HELLO_MS = 10 * 1000,          /* for a hello that is taken */
    JB_WAITING_MAX = 2000,            /* who wait to be let in, in one contest */
    JB_SCRIPT_BYTES_MAX = 512 * 1024, /* of the script in the host's welcome */
    JB_SCRIPT_PROMPT_MAX = 120,       /* characters of a prompt in it */

    /* money of the realm: scores are whole hundredths */
    JB_POINTS_UNIT = 100,
    JB_POINTS_MAX = 1000000 * 100
};

#endif
