/* The words of the sheets, in the two languages that they are written in. */
#include "export_internal.h"

#include <string.h>

#include "jinbang/assert.h"

static const char *const labels[JB_LABEL_END][JB_TONGUE_COUNT] = {
    [JB_LABEL_RANKING] = { "Ranking", "名次" },
    [JB_LABEL_TEAMS] = { "Teams", "队伍" },
    [JB_LABEL_PEOPLE] = { "People", "作答明细" },
    [JB_LABEL_QUESTIONS] = { "Questions", "题目分析" },
    [JB_LABEL_LOG] = { "Log", "记录" },
    [JB_LABEL_RANK] = { "Rank", "名次" },
    [JB_LABEL_NAME] = { "Name", "姓名" },
    [JB_LABEL_TEAM] = { "Team", "队伍" },
    [JB_LABEL_SCORE] = { "Score", "得分" },
    [JB_LABEL_CORRECT] = { "Correct", "答对题数" },
    [JB_LABEL_ANSWERED] = { "Answered", "作答题数" },
    [JB_LABEL_TIME] = { "Time (s)", "用时（秒）" },
    [JB_LABEL_MEMBERS] = { "Members", "参赛人数" },
    [JB_LABEL_ROSTER] = { "Roster", "应到人数" },
    [JB_LABEL_ANSWER] = { "Answer", "答案" },
    [JB_LABEL_RESULT] = { "Result", "对错" },
    [JB_LABEL_POINTS] = { "Points", "得分" },
    [JB_LABEL_RIGHT] = { "right", "正确" },
    [JB_LABEL_PARTLY] = { "partly right", "部分正确" },
    [JB_LABEL_WRONG] = { "wrong", "错误" },
    [JB_LABEL_UNANSWERED] = { "no answer", "未作答" },
    [JB_LABEL_TURN] = { "No.", "题号" },
    [JB_LABEL_ROUND] = { "Round", "轮次" },
    [JB_LABEL_KIND] = { "Kind", "题型" },
    [JB_LABEL_PROMPT] = { "Question", "题目" },
    [JB_LABEL_RIGHT_ANSWER] = { "Right answer", "正确答案" },
    [JB_LABEL_STATE] = { "State", "状态" },
    [JB_LABEL_SHOWN] = { "asked", "已提问" },
    [JB_LABEL_VOID] = { "void", "作废" },
    [JB_LABEL_NOT_SHOWN] = { "not asked", "未提问" },
    [JB_LABEL_RIGHT_COUNT] = { "Right", "答对人数" },
    [JB_LABEL_RIGHT_RATE] = { "Right (%)", "正确率" },
    [JB_LABEL_MEDIAN] = { "Median time (s)", "用时中位数（秒）" },
    [JB_LABEL_WRONG_MOST] = { "Most common wrong answer", "最常见的错误答案" },
    [JB_LABEL_WRONG_MOST_COUNT] = { "Times given", "次数" },
    [JB_LABEL_OPTION] = { "Option", "选项" },
    [JB_LABEL_COUNT] = { "Chosen", "选择人数" },
    [JB_LABEL_SINGLE] = { "single choice", "单选题" },
    [JB_LABEL_MULTIPLE] = { "multiple choice", "多选题" },
    [JB_LABEL_TRUEFALSE] = { "true or false", "判断题" },
    [JB_LABEL_NUMERIC] = { "number", "数字题" },
    [JB_LABEL_TEXT] = { "text", "填空题" },
    [JB_LABEL_ORDERING] = { "ordering", "排序题" },
    [JB_LABEL_MATCHING] = { "matching", "配对题" },
    [JB_LABEL_TRUE] = { "True", "正确" },
    [JB_LABEL_FALSE] = { "False", "错误" },
    [JB_LABEL_LIST_MARK] = { "; ", "；" },
    [JB_LABEL_CONTEST] = { "Contest", "比赛" },
    [JB_LABEL_ID] = { "Id", "编号" },
    [JB_LABEL_CODE] = { "Code", "比赛码" },
    [JB_LABEL_CREATED] = { "Made at (UTC)", "创建时间（UTC）" },
    [JB_LABEL_FINISHED] = { "Finished at (UTC)", "结束时间（UTC）" },
    [JB_LABEL_NOT_FINISHED] = { "not finished", "未结束" },
    [JB_LABEL_EVENTS] = { "Log entries", "记录条数" },
    [JB_LABEL_HEAD] = { "Hash of the last entry", "最后一条记录的哈希" },
    [JB_LABEL_HALL] = { "Hall", "场下观众" },
    [JB_LABEL_INDIVIDUALS] = { "Individuals", "个人成绩" },
    [JB_LABEL_ENTRIES] = { "Entries", "得分流水" },
    [JB_LABEL_BASE] = { "Base", "基础分" },
    [JB_LABEL_FOULS] = { "Fouls", "犯规次数" },
    [JB_LABEL_ADJUSTED] = { "Adjusted", "裁判调整" },
    [JB_LABEL_OVERTIME] = { "Overtime (not in the score)", "加赛（不计入总分）" },
    [JB_LABEL_ASKED] = { "Asked", "应答题数" },
    [JB_LABEL_HALL_ANSWERED] = { "Hall: answered", "观众作答人数" },
    [JB_LABEL_HALL_RIGHT] = { "Hall: right", "观众答对人数" },
    [JB_LABEL_ANNULLED] = { "void afterwards", "事后作废" },
    [JB_LABEL_ENTRY] = { "Log entry", "记录号" },
    [JB_LABEL_AT] = { "Contest time (s)", "比赛时间（秒）" },
    [JB_LABEL_WHO] = { "Who", "得分者" },
    [JB_LABEL_MEMBER] = { "Member", "队员" },
    [JB_LABEL_WHY] = { "Why", "原因" },
    [JB_LABEL_REASON] = { "In detail", "说明" },
    [JB_LABEL_SCORE_AFTER] = { "Score after", "累计得分" },
    [JB_LABEL_WHY_ANSWER] = { "answer", "作答" },
    [JB_LABEL_WHY_VERDICT] = { "verdict", "主持人判定" },
    [JB_LABEL_WHY_FOUL] = { "foul", "犯规" },
    [JB_LABEL_WHY_MARKS] = { "judges' marks", "评委打分" },
    [JB_LABEL_WHY_UNDO] = { "verdict taken back", "撤回判定" },
    [JB_LABEL_WHY_ADJUST] = { "adjusted", "调整分数" },
    [JB_LABEL_WHY_ACCEPT] = { "key changed", "答案更正" },
    [JB_LABEL_WHY_VOID] = { "turn made void", "题目作废" },
    [JB_LABEL_WHY_REVERSE] = { "verdict reversed", "改判" },
    [JB_LABEL_FOUL_EARLY] = { "buzzed too early", "抢答犯规" },
    [JB_LABEL_FOUL_HELP] = { "was helped", "场外提示" },
    [JB_LABEL_FOUL_LATE] = { "did not begin in time", "未按时作答" },
    [JB_LABEL_MORE_IN_JSON] = { "A sheet holds no more rows; the JSON results have all of them.",
                                "工作表的行数已满；其余见 JSON 格式的成绩。" },
    [JB_LABEL_SUBSTITUTIONS] = { "Substitutions", "换人" },
    [JB_LABEL_AFTER_TURN] = { "After question", "在第几题之后" },
    [JB_LABEL_OUT] = { "Out", "下场" },
    [JB_LABEL_IN] = { "In", "上场" },
    [JB_LABEL_NOT_COUNTED] = { "not counted: had been removed", "不计次数：下场者已被移出" },
    [JB_LABEL_SUMMARY] = { "Summary", "概况" },
    [JB_LABEL_UNITS] = { "Units", "单位成绩" },
    [JB_LABEL_UNIT] = { "Unit", "单位" },
    [JB_LABEL_PARTICIPANTS] = { "Joined", "加入人数" },
    [JB_LABEL_TOOK_PART] = { "Took part", "参赛人数" },
    [JB_LABEL_COMPETITORS] = { "Teams with a rank", "有名次的队伍" },
    [JB_LABEL_TURNOUT] = { "Turnout", "参与率" },
    [JB_LABEL_MEAN] = { "Mean", "平均分" },
    [JB_LABEL_MEDIAN_SCORE] = { "Median", "中位数" },
    [JB_LABEL_HIGHEST] = { "Highest", "最高分" },
    [JB_LABEL_LOWEST] = { "Lowest", "最低分" },
    [JB_LABEL_FULL] = { "Full marks of a paper", "试卷满分" },
    [JB_LABEL_PASS] = { "Score that passes", "及格分" },
    [JB_LABEL_PASSED] = { "Passed", "及格人数" },
    [JB_LABEL_PASS_RATE] = { "Pass rate", "及格率" },
    [JB_LABEL_PAPERS] = { "Papers handed in", "交卷份数" },
    [JB_LABEL_MEAN_ROSTER] = { "Mean over the roster", "应到平均分" },
    [JB_LABEL_FORMULA] = { "How the score follows", "得分算式" },
    [JB_LABEL_RULE] = { "Score of a unit", "单位得分规则" },
    [JB_LABEL_RULE_SUM] = { "the sum of all who took part", "参赛人员得分之和" },
    [JB_LABEL_RULE_MEAN] = { "the mean over those who took part", "参赛人员的平均分" },
    [JB_LABEL_RULE_TURNOUT] = { "the sum divided by the roster: who is absent counts 0",
                                "得分之和 ÷ 应到人数，缺席者计 0 分" },
    [JB_LABEL_RULE_BEST] = { "the sum of the best: ", "计入得分的最高成绩人数：" },
    [JB_LABEL_RULE_TIMES_TURNOUT] = { " × turnout (%) + ", " × 参与率（%）＋ " },
    [JB_LABEL_RULE_WEIGHTED] = { " × mean over those who took part (% of full marks)",
                                 " × 参赛人员平均分（占满分的 %）" },
    [JB_LABEL_SCORES] = { "Scores", "分数段" },
    [JB_LABEL_FROM] = { "From", "从" },
    [JB_LABEL_TO] = { "To", "到" },
    [JB_LABEL_BELOW] = { "A score lies from the first number to below the second; in the last line "
                         "the second belongs to it.",
                         "每段含起点不含终点，最后一段含终点。" },
    [JB_LABEL_PEOPLE_COUNT] = { "How many", "数量" },
    [JB_LABEL_HOUR] = { "Papers handed in, by hour", "每小时交卷份数" },
    [JB_LABEL_OPENS] = { "Opens", "开始时间" },
    [JB_LABEL_CLOSES] = { "Closes", "截止时间" },
    [JB_LABEL_TIME_ZONE] = { "Time zone", "时区" },
    [JB_LABEL_HANDED_IN_AT] = { "Handed in", "交卷时间" },
    [JB_LABEL_AWARDS] = { "Awards", "获奖名单" },
    [JB_LABEL_AWARD] = { "Award", "奖项" },
    [JB_LABEL_VALUE] = { "For", "成绩" },
    [JB_LABEL_LOTTERY] = { "Lottery", "抽奖" },
    [JB_LABEL_ELIGIBLE] = { "Might win", "有资格的人数" },
    [JB_LABEL_COMMITMENT] = { "Hash shown before the draw", "抽奖前公布的哈希" },
    [JB_LABEL_NUMBER] = { "Public number", "公开数字" },
    [JB_LABEL_PART] = { "Part", "部分" },
    [JB_LABEL_ASKED_PAPERS] = { "On papers", "出现次数" },
    [JB_LABEL_DISCRIMINATION] = { "Discrimination", "区分度" },
    [JB_LABEL_DISCRIMINATION_TEXT] = { "Discrimination: how being right on a question goes "
                                       "together with the points on the rest "
                                       "of the paper, from -1 to 1. Below 0: who knew more got it "
                                       "wrong more often; look at its "
                                       "answer.",
                                       "区分度：答对这道题与试卷其余部分得分之间的相关程度，−1 到 "
                                       "1。低于 0 "
                                       "表示其他题答得好的人反而更常答错，请检查答案。" },
    [JB_LABEL_PROOF] = { "How to verify", "如何核验" },
    [JB_LABEL_PROOF_TEXT] = { "Every entry is hashed together with the one before it. Whoever "
                              "noted the hash above when "
                              "the contest ended can check on the server's data that nothing was "
                              "changed since and that "
                              "the ranking follows from the answers:",
                              "每条记录都与前一条一起计算哈希。比赛结束时记下上面的哈希，即可在服务"
                              "器的数据上核验："
                              "此后没有任何改动，排名由作答推算得出：" },
};

jb_tongue jb_tongue_of(jb_slice language)
{
    bool chinese = language.size >= 2 && memcmp(language.bytes, "zh", 2) == 0 &&
                   (language.size == 2 || language.bytes[2] == '-');
    return chinese ? JB_TONGUE_ZH : JB_TONGUE_EN;
}

const char *jb_label_text(jb_tongue tongue, jb_label label)
{
    JB_ASSERT(tongue < JB_TONGUE_COUNT && label < JB_LABEL_END);
    return labels[label][tongue];
}

const char *jb_label_kind(jb_tongue tongue, jb_kind kind)
{
    static const jb_label kinds[JB_KIND_COUNT] = {
        [JB_KIND_SINGLE] = JB_LABEL_SINGLE,       [JB_KIND_MULTIPLE] = JB_LABEL_MULTIPLE,
        [JB_KIND_TRUEFALSE] = JB_LABEL_TRUEFALSE, [JB_KIND_NUMERIC] = JB_LABEL_NUMERIC,
        [JB_KIND_TEXT] = JB_LABEL_TEXT,           [JB_KIND_ORDERING] = JB_LABEL_ORDERING,
        [JB_KIND_MATCHING] = JB_LABEL_MATCHING,
    };
    JB_ASSERT(kind < JB_KIND_COUNT);
    return jb_label_text(tongue, kinds[kind]);
}

jb_label jb_label_of_why(jb_change_why why)
{
    static const jb_label whys[JB_CHANGE_COUNT] = {
        [JB_CHANGE_ANSWER] = JB_LABEL_WHY_ANSWER,   [JB_CHANGE_VERDICT] = JB_LABEL_WHY_VERDICT,
        [JB_CHANGE_FOUL] = JB_LABEL_WHY_FOUL,       [JB_CHANGE_MARKS] = JB_LABEL_WHY_MARKS,
        [JB_CHANGE_UNDO] = JB_LABEL_WHY_UNDO,       [JB_CHANGE_ADJUST] = JB_LABEL_WHY_ADJUST,
        [JB_CHANGE_ACCEPT] = JB_LABEL_WHY_ACCEPT,   [JB_CHANGE_VOID] = JB_LABEL_WHY_VOID,
        [JB_CHANGE_REVERSE] = JB_LABEL_WHY_REVERSE,
    };
    JB_ASSERT(why < JB_CHANGE_COUNT);
    return whys[why];
}

jb_label jb_label_of_verdict(jb_verdict verdict)
{
    static const jb_label verdicts[JB_VERDICT_COUNT] = {
        [JB_VERDICT_NONE] = JB_LABEL_UNANSWERED,
        [JB_VERDICT_WRONG] = JB_LABEL_WRONG,
        [JB_VERDICT_PARTIAL] = JB_LABEL_PARTLY,
        [JB_VERDICT_RIGHT] = JB_LABEL_RIGHT,
    };
    JB_ASSERT(verdict < JB_VERDICT_COUNT);
    return verdicts[verdict];
}

jb_label jb_label_of_foul(jb_foul foul)
{
    static const jb_label fouls[JB_FOUL_COUNT] = {
        [JB_FOUL_EARLY] = JB_LABEL_FOUL_EARLY,
        [JB_FOUL_HELP] = JB_LABEL_FOUL_HELP,
        [JB_FOUL_LATE] = JB_LABEL_FOUL_LATE,
    };
    JB_ASSERT(foul < JB_FOUL_COUNT);
    return fouls[foul];
}
