/*
 * Words that say what follows them: 答案, 解析, 难度 ... with a colon, in brackets, or at the
 * beginning of a line alone; and what an answer looks like.
 */
#include "chinese_internal.h"

#include <string.h>

enum {
    BRACKET_BYTES_MAX = 40, /* of the words in 【】 */
    LIST_BYTES_MAX = 90
};

typedef struct key_row {
    const char *word;
    cn_role role;
    bool own;  /* may stand anywhere with its colon */
    bool bare; /* needs no colon at the beginning of a line */
} key_row;

/* Of two that fit the longer one is taken. */
static const key_row rows[] = {
    { "正确答案是", CN_ANSWER, true, true },
    { "正确答案为", CN_ANSWER, true, true },
    { "正确答案", CN_ANSWER, true, true },
    { "参考答案", CN_ANSWER, true, true },
    { "标准答案", CN_ANSWER, true, true },
    { "正确選項", CN_ANSWER, true, true },
    { "正确选项", CN_ANSWER, true, true },
    { "本题答案", CN_ANSWER, true, true },
    { "试题答案", CN_ANSWER, true, true },
    { "题目答案", CN_ANSWER, true, true },
    { "答案是", CN_ANSWER, true, true },
    { "答案为", CN_ANSWER, true, true },
    { "答案选", CN_ANSWER, true, true },
    { "答案", CN_ANSWER, true, true },
    { "参考答安", CN_ANSWER, true, true },
    { "答", CN_ANSWER, false, false },
    { "Correct Answer", CN_ANSWER, true, false },
    { "Correct answer", CN_ANSWER, true, false },
    { "CORRECT ANSWER", CN_ANSWER, true, false },
    { "Right answer", CN_ANSWER, true, false },
    { "The answer is", CN_ANSWER, true, false },
    { "Answer", CN_ANSWER, true, false },
    { "ANSWER", CN_ANSWER, true, false },
    { "answer", CN_ANSWER, false, false },
    { "Answers", CN_ANSWER, true, false },
    { "Ans", CN_ANSWER, true, false },
    { "ANS", CN_ANSWER, true, false },
    { "Correct Answers", CN_ANSWER, true, false },
    { "Correct answers", CN_ANSWER, true, false },
    { "CORRECT ANSWERS", CN_ANSWER, true, false },
    { "Right Answer", CN_ANSWER, true, false },
    { "Correct", CN_ANSWER, false, false },
    { "Key", CN_ANSWER, false, false },
    { "答案解析", CN_EXPLANATION, true, true },
    { "答案与解析", CN_EXPLANATION, true, false },
    { "答案及解析", CN_EXPLANATION, true, false },
    { "参考解析", CN_EXPLANATION, true, true },
    { "试题解析", CN_EXPLANATION, true, true },
    { "题目解析", CN_EXPLANATION, true, true },
    { "试题分析", CN_EXPLANATION, true, false },
    { "名师解析", CN_EXPLANATION, true, false },
    { "本题解析", CN_EXPLANATION, true, true },
    { "文字解析", CN_EXPLANATION, true, false },
    { "解析", CN_EXPLANATION, true, true },
    { "详解", CN_EXPLANATION, true, false },
    { "解题思路", CN_EXPLANATION, true, false },
    { "答题解析", CN_EXPLANATION, true, false },
    { "解释", CN_EXPLANATION, false, false },
    { "分析", CN_EXPLANATION, false, false },
    { "说明", CN_EXPLANATION, false, false },
    { "点评", CN_EXPLANATION, false, false },
    { "备注", CN_EXPLANATION, false, false },
    { "Explanation", CN_EXPLANATION, true, false },
    { "EXPLANATION", CN_EXPLANATION, true, false },
    { "Explain", CN_EXPLANATION, false, false },
    { "Rationale", CN_EXPLANATION, true, false },
    { "Reason", CN_EXPLANATION, false, false },
    { "Feedback", CN_EXPLANATION, false, false },
    { "难度系数", CN_DIFFICULTY, true, false },
    { "难易程度", CN_DIFFICULTY, true, false },
    { "难易度", CN_DIFFICULTY, true, false },
    { "试题难度", CN_DIFFICULTY, true, false },
    { "难度等级", CN_DIFFICULTY, true, false },
    { "难度", CN_DIFFICULTY, true, false },
    { "Difficulty", CN_DIFFICULTY, true, false },
    { "分数", CN_POINTS, false, false },
    { "分值", CN_POINTS, true, false },
    { "Points", CN_POINTS, false, false },
    { "知识点分类", CN_TAGS, true, false },
    { "知识点", CN_TAGS, true, false },
    { "考点", CN_TAGS, true, false },
    { "关键字", CN_TAGS, false, false },
    { "标签", CN_TAGS, false, false },
    { "Topic", CN_TAGS, false, false },
    { "Tags", CN_TAGS, false, false },
    { "章节", CN_CATEGORY, false, false },
    { "所属章节", CN_CATEGORY, true, false },
    { "题目分类", CN_CATEGORY, true, false },
    { "试题分类", CN_CATEGORY, true, false },
    { "所属分类", CN_CATEGORY, true, false },
    { "分类", CN_CATEGORY, false, false },
    { "科目", CN_CATEGORY, false, false },
    { "Category", CN_CATEGORY, false, false },
    { "出处", CN_SOURCE, false, false },
    { "题目出处", CN_SOURCE, true, false },
    { "来源", CN_SOURCE, false, false },
    { "题目来源", CN_SOURCE, true, false },
    { "试题来源", CN_SOURCE, true, false },
    { "依据", CN_SOURCE, false, false },
    { "法规依据", CN_SOURCE, false, false },
    { "出题依据", CN_SOURCE, true, false },
    { "Source", CN_SOURCE, false, false },
    { "Reference", CN_SOURCE, false, false },
    { "题型", CN_TYPE, false, false },
    { "题目类型", CN_TYPE, true, false },
    { "试题类型", CN_TYPE, true, false },
    { "试题题型", CN_TYPE, true, false },
    { "类型", CN_TYPE, false, false },
    { "Type", CN_TYPE, false, false },
    { "题目内容", CN_STEM, false, false },
    { "题目", CN_STEM, false, false },
    { "题干", CN_STEM, false, false },
    { "试题内容", CN_STEM, false, false },
    { "试题", CN_STEM, false, false },
    { "问题", CN_STEM, false, false },
    { "问", CN_STEM, false, false },
    { "Question", CN_STEM, false, false },
    { "QUESTION", CN_STEM, false, false },
    { "Q", CN_STEM, false, false },
    { "我的答案", CN_IGNORED, true, false },
    { "你的答案", CN_IGNORED, true, false },
    { "您的答案", CN_IGNORED, true, false },
    { "考生答案", CN_IGNORED, true, false },
    { "学生答案", CN_IGNORED, true, false },
    { "用户答案", CN_IGNORED, true, false },
    { "作答答案", CN_IGNORED, true, false },
    { "您的回答", CN_IGNORED, true, false },
    { "你的回答", CN_IGNORED, true, false },
    { "你的选择", CN_IGNORED, true, false },
    { "你选择的答案", CN_IGNORED, true, false },
    { "Your answer", CN_IGNORED, true, false },
    { "本题得分", CN_IGNORED, true, false },
    { "得分", CN_IGNORED, true, false },
    { "正确率", CN_IGNORED, true, false },
    { "易错项", CN_IGNORED, true, false },
    { "题号", CN_IGNORED, false, false },
    { "序号", CN_IGNORED, false, false },
    { "编号", CN_IGNORED, false, false },
    { "试题编号", CN_IGNORED, false, false },
    { "选项", CN_OPTION, false, false },
    { "备选答案", CN_OPTION, true, false },
    { "备选项", CN_OPTION, true, false },
    { "供选择的答案", CN_OPTION, true, false },
    { "答案选项", CN_OPTION, true, false },
    { "Options", CN_OPTION, false, false },
    { "是否正确", CN_IGNORED, true, false },
};

static const key_row *row_of(const char *text, size_t size)
{
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        if (strlen(rows[i].word) == size && memcmp(rows[i].word, text, size) == 0) {
            return &rows[i];
        }
    }
    return NULL;
}

/* The longest row whose word ends at text + end. */
static const key_row *row_before(const char *text, size_t from, size_t end)
{
    const key_row *best = NULL;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        size_t size = strlen(rows[i].word);
        if (end >= from + size && text[end - 1] == rows[i].word[size - 1] &&
            memcmp(rows[i].word, text + end - size, size) == 0 &&
            (!best || size > strlen(best->word))) {
            best = &rows[i];
        }
    }
    return best;
}

static const key_row *row_at(const char *text)
{
    const key_row *best = NULL;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        if (*text == *rows[i].word && jb_cn_starts(text, rows[i].word) &&
            (!best || strlen(rows[i].word) > strlen(best->word))) {
            best = &rows[i];
        }
    }
    return best;
}

/* Behind a colon and the end of bold text: "**答案：** A". */
static size_t behind(const char *text, size_t at)
{
    for (;;) {
        size_t space = strspn(text + at, " ");
        if (text[at + space] == ':') {
            at += space + 1;
        } else if (jb_cn_starts(text + at + space, "**")) {
            at += space + 2;
        } else {
            return at + space;
        }
    }
}

static size_t closing(const char *text)
{
    return jb_cn_starts(text, "】") ? strlen("】") : *text == ']' || *text == ')' ? 1 : 0;
}

/* "【答案】", "[答案]:". `text` is at the bracket. */
static bool bracket_key(const char *text, size_t open, cn_key *out)
{
    size_t size = 0;
    const char *word = jb_cn_skip(text + open);
    while (word[size] != '\0' && closing(word + size) == 0 && word[size] != ':' &&
           size < BRACKET_BYTES_MAX) {
        size += jb_cn_char(word + size);
    }
    size_t inside = size;
    while (inside > 0 && word[inside - 1] == ' ') {
        inside--;
    }
    const key_row *row = closing(word + size) > 0 ? row_of(word, inside) : NULL;
    if (!row) {
        return false;
    }
    size_t end = (size_t)(word - text) + size;
    *out = (cn_key){ .role = row->role,
                     .end = behind(text, end + closing(text + end)),
                     .bracketed = true,
                     .own = true };
    return true;
}

bool jb_cn_key_at(const char *text, cn_key *out)
{
    if (jb_cn_starts(text, "【") || *text == '[' || *text == '(') {
        return bracket_key(text, *text == '[' || *text == '(' ? 1 : strlen("【"), out) &&
               (*text != '(' || out->role != CN_STEM);
    }
    const key_row *row = row_at(text);
    if (!row) {
        return false;
    }
    size_t end = strlen(row->word);
    size_t next = end + strspn(text + end, " *");
    if (text[next] == '(' && strstr(text + next, "):")) { /* "答案（单选）：" */
        next = (size_t)(strstr(text + next, "):") - text) + 1;
    }
    bool colon = text[next] == ':';
    bool alone = text[next] == '\0' && row->bare;
    size_t head = row->role == CN_ANSWER ? jb_cn_answer_head(text + next, strlen(text + next)) : 0;
    bool bare = row->bare && (row->role == CN_ANSWER ? head > 0 : next > end);
    if (!colon && !alone && !bare) {
        return false;
    }
    *out = (cn_key){ .role = row->role, .end = behind(text, next), .own = row->own };
    return true;
}

/* A key may begin here, behind other text. */
static bool may_begin(const char *text, size_t at, const key_row *row, size_t end, bool keyed)
{
    unsigned char c = at > 0 ? (unsigned char)text[at - 1] : ' ';
    bool after =
        strchr(" .;)]*,!?_", (int)c) != NULL || (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z');
    static const char *const wide[] = { "。", "】", "；", "√", "×", "”", "》" };
    for (size_t i = 0; i < sizeof wide / sizeof wide[0] && !after; i++) {
        size_t size = strlen(wide[i]);
        after = at >= size && memcmp(text + at - size, wide[i], size) == 0;
    }
    if (keyed) {
        return true;
    }
    if (row->role == CN_ANSWER && row->own) {
        size_t left = strlen(text + end);
        size_t digits = strspn(text + end, "0123456789");
        bool list =
            digits > 0 &&
            (strchr("-~.)", text[end + digits]) || jb_cn_starts(text + end + digits, "～") ||
             jb_cn_starts(text + end + digits, "—") || jb_cn_starts(text + end + digits, "、"));
        return after || list || strlen(row->word) > strlen("答案") || c == '(' ||
               jb_cn_answer_head(text + end, left) > 0;
    }
    return row->own && (after || c == '(');
}

bool jb_cn_key_within(const char *text, size_t from, bool keyed, cn_key *out)
{
    for (size_t i = from; text[i] != '\0'; i += jb_cn_char(text + i)) {
        size_t open = jb_cn_starts(text + i, "【") ? strlen("【") : text[i] == '[';
        if (open > 0 && bracket_key(text + i, open, out) &&
            (out->role == CN_ANSWER || out->role == CN_EXPLANATION || keyed || i > from)) {
            out->from = i;
            out->end += i;
            return true;
        }
        if (text[i] != ':') {
            continue;
        }
        size_t end = i;
        while (end > from && (text[end - 1] == ' ' || text[end - 1] == '*')) {
            end--;
        }
        const key_row *row = row_before(text, from, end);
        size_t start = row ? end - strlen(row->word) : 0;
        if (row && start > 0 && may_begin(text, start, row, behind(text, i), keyed)) {
            *out = (cn_key){
                .role = row->role, .from = start, .end = behind(text, i), .own = row->own
            };
            return true;
        }
    }
    return false;
}

bool jb_cn_list_heading(const char *text)
{
    static const char *const ends[] = { "答案",       "答案及解析", "答案与解析", "答案解析",
                                        "答案和解析", "答案汇总",   "答案部分",   "Answers",
                                        "Answer Key", "ANSWER KEY", "Answer key", "ANSWERS",
                                        "Key",        "参考答案表" };
    size_t size = strlen(text);
    while (size > 0 && (strchr(" :*#=-", text[size - 1]) || text[size - 1] == ')')) {
        if (text[size - 1] == ')') { /* "（仅供参考）" */
            const char *open = NULL;
            for (const char *at = text; (at = strchr(at, '(')) && at < text + size; at++) {
                open = at;
            }
            if (!open || open == text) {
                return false;
            }
            size = (size_t)(open - text);
        } else {
            size--;
        }
    }
    size -= size >= strlen("】") && memcmp(text + size - strlen("】"), "】", strlen("】")) == 0
                ? strlen("】")
                : 0;
    for (size_t i = 0; size <= LIST_BYTES_MAX && i < sizeof ends / sizeof ends[0]; i++) {
        size_t end = strlen(ends[i]);
        if (size >= end && memcmp(text + size - end, ends[i], end) == 0) {
            return true;
        }
    }
    return false;
}

/* ---- answers ---- */

static size_t truth_head(const char *text, size_t size)
{
    static const char *const words[] = { "正确",  "错误", "对",    "错",   "√",    "×",  "✓",
                                         "✗",     "✔",    "✘",     "❌",    "是",   "否", "True",
                                         "False", "true", "false", "TRUE", "FALSE" };
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
        size_t word = strlen(words[i]);
        if (word <= size && memcmp(text, words[i], word) == 0) {
            return word;
        }
    }
    return 0;
}

/* Letters with what stands between them; 0: none. Letters of one case, no word. */
static size_t letters_head(const char *text, size_t size)
{
    size_t end = 0;
    bool small = size > 0 && text[0] >= 'a' && text[0] <= 'z';
    for (size_t at = 0; at < size;) {
        char c = text[at];
        bool letter = small ? c >= 'a' && c <= 'h' : c >= 'A' && c <= 'Z';
        if (letter) {
            at++;
            end = at;
            continue;
        }
        size_t sign = strchr(" ,;/|.+&", c) != NULL                       ? 1
                      : size - at >= 3 && memcmp(text + at, "、", 3) == 0 ? 3
                                                                          : 0;
        bool apart = at > 0 && strchr(",;/|", text[at - 1]) != NULL;
        if (sign == 0 || end == 0 || (small && c == ' ' && !apart)) {
            break;
        }
        at += sign;
    }
    return end;
}

size_t jb_cn_answer_head(const char *text, size_t size)
{
    static const char *const after[] = { "。", "，", "；", "（", "【", "、" };
    size_t space = 0;
    while (space < size && text[space] == ' ') {
        space++;
    }
    bool open = space < size && text[space] == '(';
    size_t at = space + open;
    size_t head = letters_head(text + at, size - at);
    size_t truth = head == 0 ? truth_head(text + at, size - at) : 0;
    size_t end = at + head + truth;
    if (head + truth == 0 || (head > 26 && memchr(text + at, ' ', head) == NULL)) {
        return 0;
    }
    while (open && end < size && text[end] == ' ') {
        end++;
    }
    if (open && (end == size || text[end] != ')')) {
        return 0;
    }
    end += open;
    if (end == size || strchr(" .,;()[:!*", text[end])) {
        return end;
    }
    for (size_t i = 0; i < sizeof after / sizeof after[0]; i++) {
        size_t sign = strlen(after[i]);
        if (size - end >= sign && memcmp(text + end, after[i], sign) == 0) {
            return end;
        }
    }
    return 0;
}

bool jb_cn_answered(const char *text)
{
    for (const char *at = text; (at = strpbrk(at, "([")) != NULL;) {
        const char *inside = ++at;
        size_t size = strcspn(inside, ")]([");
        if (inside[size] != ')' && inside[size] != ']') {
            continue;
        }
        size_t space = strspn(inside, " ");
        while (size > space && inside[size - 1] == ' ') {
            size--;
        }
        size_t head = size > space ? jb_cn_answer_head(inside + space, size - space) : 0;
        bool letters = head > 0 && (unsigned char)inside[space] < 0x80;
        if (head > 0 && head == size - space &&
            (!letters || (size - space <= 12 && inside[space] >= 'A' && inside[space] <= 'H') ||
             jb_truth_word((jb_slice){ inside + space, head }) >= 0)) {
            return true;
        }
    }
    return false;
}
