/*
 * What the headers of lists of people say, in Chinese and English, and what their cells may not
 * hold. A header is compared in lower case, without spaces, signs and what stands in brackets
 * behind it.
 */
#include "people.h"

#include <string.h>

enum {
    HEADER_MAX = 200, /* bytes; longer ones are no headers */
    IDENTITY_DIGITS = 18,
    IDENTITY_DIGITS_OLD = 15,
    PHONE_DIGITS = 11,
    LAND_LINE_DIGITS = 12 /* with its area */
};

typedef struct word {
    const char *text;
    jb_people_field field;
} word;

/* Anywhere in a header: these come first. */
static const char *const private_parts[] = {
    "身份证",         "证件",     "护照",      "手机",        "电话",     "联系方式",
    "微信",           "邮箱",     "邮件",      "qq",          "社保",     "银行",
    "出生",           "生日",     "住址",      "地址",        "phone",    "mobile",
    "telephone",      "passport", "idcard",    "idnumber",    "identity", "nationalid",
    "email",          "birthday", "birthdate", "dateofbirth", "address",  "wechat",
    "socialsecurity", "iban",
};

static const word words[] = {
    { "序号", JB_PEOPLE_NUMBER },
    { "行号", JB_PEOPLE_NUMBER },
    { "no", JB_PEOPLE_NUMBER },
    { "no.", JB_PEOPLE_NUMBER },
    { "#", JB_PEOPLE_NUMBER },
    { "index", JB_PEOPLE_NUMBER },
    { "row", JB_PEOPLE_NUMBER },
    { "tel", JB_PEOPLE_PRIVATE },
    { "tel.", JB_PEOPLE_PRIVATE },
    { "cell", JB_PEOPLE_PRIVATE },
    { "ssn", JB_PEOPLE_PRIVATE },
    { "idno", JB_PEOPLE_PRIVATE },
    { "idno.", JB_PEOPLE_PRIVATE },
    { "contact", JB_PEOPLE_PRIVATE },
    { "姓名", JB_PEOPLE_NAME },
    { "名字", JB_PEOPLE_NAME },
    { "真实姓名", JB_PEOPLE_NAME },
    { "中文姓名", JB_PEOPLE_NAME },
    { "中文名", JB_PEOPLE_NAME },
    { "学生姓名", JB_PEOPLE_NAME },
    { "员工姓名", JB_PEOPLE_NAME },
    { "职工姓名", JB_PEOPLE_NAME },
    { "教师姓名", JB_PEOPLE_NAME },
    { "人员姓名", JB_PEOPLE_NAME },
    { "考生姓名", JB_PEOPLE_NAME },
    { "选手姓名", JB_PEOPLE_NAME },
    { "参赛者姓名", JB_PEOPLE_NAME },
    { "参赛者", JB_PEOPLE_NAME },
    { "参赛人", JB_PEOPLE_NAME },
    { "参赛人员", JB_PEOPLE_NAME },
    { "选手", JB_PEOPLE_NAME },
    { "学生", JB_PEOPLE_NAME },
    { "员工", JB_PEOPLE_NAME },
    { "人员", JB_PEOPLE_NAME },
    { "fullname", JB_PEOPLE_NAME },
    { "displayname", JB_PEOPLE_NAME },
    { "participant", JB_PEOPLE_NAME },
    { "participantname", JB_PEOPLE_NAME },
    { "student", JB_PEOPLE_NAME },
    { "studentname", JB_PEOPLE_NAME },
    { "employee", JB_PEOPLE_NAME },
    { "employeename", JB_PEOPLE_NAME },
    { "person", JB_PEOPLE_NAME },
    { "player", JB_PEOPLE_NAME },
    { "name", JB_PEOPLE_TITLE },
    { "名称", JB_PEOPLE_TITLE },
    { "单位", JB_PEOPLE_UNIT },
    { "单位名称", JB_PEOPLE_UNIT },
    { "所在单位", JB_PEOPLE_UNIT },
    { "所属单位", JB_PEOPLE_UNIT },
    { "工作单位", JB_PEOPLE_UNIT },
    { "参赛单位", JB_PEOPLE_UNIT },
    { "部门", JB_PEOPLE_UNIT },
    { "部门名称", JB_PEOPLE_UNIT },
    { "所在部门", JB_PEOPLE_UNIT },
    { "所属部门", JB_PEOPLE_UNIT },
    { "班级", JB_PEOPLE_UNIT },
    { "班级名称", JB_PEOPLE_UNIT },
    { "所在班级", JB_PEOPLE_UNIT },
    { "班", JB_PEOPLE_UNIT },
    { "科室", JB_PEOPLE_UNIT },
    { "处室", JB_PEOPLE_UNIT },
    { "学校", JB_PEOPLE_UNIT },
    { "学校名称", JB_PEOPLE_UNIT },
    { "学院", JB_PEOPLE_UNIT },
    { "院系", JB_PEOPLE_UNIT },
    { "支部", JB_PEOPLE_UNIT },
    { "党支部", JB_PEOPLE_UNIT },
    { "社区", JB_PEOPLE_UNIT },
    { "街道", JB_PEOPLE_UNIT },
    { "小组", JB_PEOPLE_UNIT },
    { "团队", JB_PEOPLE_UNIT },
    { "队伍", JB_PEOPLE_UNIT },
    { "代表队", JB_PEOPLE_UNIT },
    { "公司", JB_PEOPLE_UNIT },
    { "unit", JB_PEOPLE_UNIT },
    { "unitname", JB_PEOPLE_UNIT },
    { "department", JB_PEOPLE_UNIT },
    { "departmentname", JB_PEOPLE_UNIT },
    { "dept", JB_PEOPLE_UNIT },
    { "dept.", JB_PEOPLE_UNIT },
    { "team", JB_PEOPLE_UNIT },
    { "teamname", JB_PEOPLE_UNIT },
    { "class", JB_PEOPLE_UNIT },
    { "classname", JB_PEOPLE_UNIT },
    { "form", JB_PEOPLE_UNIT },
    { "group", JB_PEOPLE_UNIT },
    { "division", JB_PEOPLE_UNIT },
    { "branch", JB_PEOPLE_UNIT },
    { "section", JB_PEOPLE_UNIT },
    { "school", JB_PEOPLE_UNIT },
    { "faculty", JB_PEOPLE_UNIT },
    { "college", JB_PEOPLE_UNIT },
    { "company", JB_PEOPLE_UNIT },
    { "organisation", JB_PEOPLE_UNIT },
    { "organization", JB_PEOPLE_UNIT },
    { "community", JB_PEOPLE_UNIT },
    { "编号", JB_PEOPLE_CODE },
    { "个人码", JB_PEOPLE_CODE },
    { "个人代码", JB_PEOPLE_CODE },
    { "个人编码", JB_PEOPLE_CODE },
    { "代码", JB_PEOPLE_CODE },
    { "编码", JB_PEOPLE_CODE },
    { "口令", JB_PEOPLE_CODE },
    { "参赛码", JB_PEOPLE_CODE },
    { "code", JB_PEOPLE_CODE },
    { "personalcode", JB_PEOPLE_CODE },
    { "accesscode", JB_PEOPLE_CODE },
    { "工号", JB_PEOPLE_STAFF_NUMBER },
    { "员工号", JB_PEOPLE_STAFF_NUMBER },
    { "员工编号", JB_PEOPLE_STAFF_NUMBER },
    { "职工号", JB_PEOPLE_STAFF_NUMBER },
    { "职工编号", JB_PEOPLE_STAFF_NUMBER },
    { "人员编号", JB_PEOPLE_STAFF_NUMBER },
    { "学号", JB_PEOPLE_STAFF_NUMBER },
    { "考号", JB_PEOPLE_STAFF_NUMBER },
    { "准考证号", JB_PEOPLE_STAFF_NUMBER },
    { "id", JB_PEOPLE_STAFF_NUMBER },
    { "employeeid", JB_PEOPLE_STAFF_NUMBER },
    { "employeenumber", JB_PEOPLE_STAFF_NUMBER },
    { "staffid", JB_PEOPLE_STAFF_NUMBER },
    { "staffnumber", JB_PEOPLE_STAFF_NUMBER },
    { "studentid", JB_PEOPLE_STAFF_NUMBER },
    { "studentnumber", JB_PEOPLE_STAFF_NUMBER },
    { "人数", JB_PEOPLE_SIZE },
    { "总人数", JB_PEOPLE_SIZE },
    { "应参加人数", JB_PEOPLE_SIZE },
    { "应参赛人数", JB_PEOPLE_SIZE },
    { "应参人数", JB_PEOPLE_SIZE },
    { "应到人数", JB_PEOPLE_SIZE },
    { "在册人数", JB_PEOPLE_SIZE },
    { "在岗人数", JB_PEOPLE_SIZE },
    { "职工人数", JB_PEOPLE_SIZE },
    { "员工人数", JB_PEOPLE_SIZE },
    { "学生人数", JB_PEOPLE_SIZE },
    { "size", JB_PEOPLE_SIZE },
    { "people", JB_PEOPLE_SIZE },
    { "roster", JB_PEOPLE_SIZE },
    { "headcount", JB_PEOPLE_SIZE },
    { "members", JB_PEOPLE_SIZE },
    { "count", JB_PEOPLE_SIZE },
    { "total", JB_PEOPLE_SIZE },
    { "numberofpeople", JB_PEOPLE_SIZE },
};

static const char *const totals[] = { "合计", "总计", "小计", "共计", "总数", "total", "sum" };

#define COUNT(list) (sizeof(list) / sizeof((list)[0]))

static char lower(unsigned c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c + 'a' - 'A') : (char)c;
}

/* The character of ASCII that begins at *at, also one of full width; spaces of every kind are ' ';
 * 0: another one. *at goes on behind it. */
static char plain_char(const unsigned char **at)
{
    const unsigned char *c = *at;
    if (c[0] < 0x80) {
        *at += 1;
        return lower(c[0]);
    }
    if (c[0] == 0xC2 && c[1] == 0xA0) { /* U+00A0 */
        *at += 2;
        return ' ';
    }
    if ((c[0] == 0xE3 && c[1] == 0x80 && c[2] == 0x80) ||                 /* U+3000 */
        (c[0] == 0xE2 && c[1] == 0x80 && c[2] >= 0x8B && c[2] <= 0x8F) || /* U+200B.. */
        (c[0] == 0xEF && c[1] == 0xBB && c[2] == 0xBF)) {                 /* U+FEFF */
        *at += 3;
        return ' ';
    }
    if (c[0] == 0xEF && (c[1] == 0xBC || c[1] == 0xBD) && c[2] >= 0x80) { /* U+FF01 to U+FF5E */
        unsigned wide = (unsigned)(c[1] - 0xBC) * 64 + c[2] - 0x80;
        if (wide >= 1 && wide <= 0x5E) {
            *at += 3;
            return lower(' ' + wide);
        }
    }
    return 0;
}

/* In lower case and of usual width, without spaces and signs, up to a bracket. "" if it is too long
 * to be any of that. */
static void normal(jb_slice text, char out[HEADER_MAX + 1])
{
    unsigned char copy[HEADER_MAX + 4] = { 0 }; /* with room to look ahead */
    size_t size = 0;
    if (text.size <= HEADER_MAX && text.size > 0) {
        memcpy(copy, text.bytes, text.size);
    }
    for (const unsigned char *at = copy; *at;) {
        const unsigned char *from = at;
        char c = plain_char(&at);
        if (c == 0) {
            at = from + 1;
            out[size++] = (char)*from;
        } else if (c == '(') {
            break;
        } else if (!strchr(" \n\t*:_-", c)) {
            out[size++] = c;
        }
    }
    out[size] = '\0';
}

jb_people_field jb_people_field_of(jb_slice header)
{
    char text[HEADER_MAX + 1];
    normal(header, text);
    for (size_t i = 0; i < COUNT(private_parts); i++) {
        if (strstr(text, private_parts[i])) {
            return JB_PEOPLE_PRIVATE;
        }
    }
    for (size_t i = 0; i < COUNT(words); i++) {
        if (strcmp(text, words[i].text) == 0) {
            return words[i].field;
        }
    }
    /* "部门/班级": the first part that means something. */
    for (char *at = text; (at = strchr(at, '/')) != NULL; at++) {
        *at = '\0';
        for (size_t i = 0; i < COUNT(words); i++) {
            if (strcmp(text, words[i].text) == 0) {
                return words[i].field;
            }
        }
        *at = '/';
    }
    return JB_PEOPLE_NONE;
}

bool jb_people_is_total(jb_slice text)
{
    char plain[HEADER_MAX + 1];
    normal(text, plain);
    for (size_t i = 0; i < COUNT(totals); i++) {
        if (strcmp(plain, totals[i]) == 0) {
            return true;
        }
    }
    return false;
}

/* The digits of a text that holds nothing else but signs between them; an x at the end is the check
 * digit 10. 0: it holds something else. */
static size_t digits_of(jb_slice text, char out[HEADER_MAX + 1])
{
    char plain[HEADER_MAX + 1];
    size_t count = 0;
    normal(text, plain);
    for (const char *at = plain; *at; at++) {
        if (*at >= '0' && *at <= '9') {
            out[count++] = *at;
        } else if (!(*at == '+' && at == plain) && *at != '.' &&
                   !(*at == 'x' && at[1] == '\0' && count == IDENTITY_DIGITS - 1)) {
            return 0;
        } else if (*at == 'x') {
            out[count++] = 'x';
        }
    }
    out[count] = '\0';
    return count;
}

/* A month and a day, as they stand in a number of identity. */
static bool is_date(const char *digits)
{
    int month = (digits[0] - '0') * 10 + digits[1] - '0';
    int day = (digits[2] - '0') * 10 + digits[3] - '0';
    return month >= 1 && month <= 12 && day >= 1 && day <= 31;
}

bool jb_people_is_private(jb_slice text)
{
    char digits[HEADER_MAX + 1];
    size_t count = digits_of(text, digits);
    const char *phone = digits;
    if (count == PHONE_DIGITS + 2 && digits[0] == '8' && digits[1] == '6') {
        phone += 2; /* with the country */
        count -= 2;
    }
    switch (count) {
    case PHONE_DIGITS:
    case LAND_LINE_DIGITS:
        return phone[0] == '0' || (count == PHONE_DIGITS && phone[0] == '1' && phone[1] >= '3');
    case IDENTITY_DIGITS_OLD:
        return is_date(digits + 8);
    case IDENTITY_DIGITS:
        return is_date(digits + 10);
    default:
        return false;
    }
}

bool jb_people_size(jb_slice text, uint32_t *size)
{
    static const char people[] = "人";
    char plain[HEADER_MAX + 1];
    uint32_t value = 0;
    normal(text, plain);
    size_t length = strlen(plain);
    if (length >= sizeof people && strcmp(plain + length - (sizeof people - 1), people) == 0) {
        plain[length - (sizeof people - 1)] = '\0';
    }
    if (plain[0] == '\0' || memchr(text.bytes, '-', text.size)) {
        return false;
    }
    for (const char *at = plain; *at; at++) {
        if (*at == ',' && at > plain) {
            continue;
        }
        if (*at < '0' || *at > '9') {
            return false;
        }
        value = value * 10 + (uint32_t)(*at - '0');
        if (value > JB_UNIT_SIZE_MAX) {
            return false;
        }
    }
    *size = value;
    return true;
}
