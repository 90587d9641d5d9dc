"""One list read again as duties, with offsets that count in the whole text."""

from duties.reading import clauses_in

ABOVE = "某某局工作安排\n四、保障措施\n"
LIST = (
    "（一）落实经费保障。年初列入预算，每季度核对一次。（责任领导：甲某某，责任单位：财务科）\n"
    "（二）落实人员保障。选配专人。\n1.明确专人；\n2.按期轮换。\n"
    "（三）规范讲座管理。讲座内容逐场审核。"
)


def test_the_outermost_clauses_are_duties():
    text = ABOVE + LIST
    found = clauses_in(text, (len(ABOVE), len(text)))
    assert [duty["number"] for duty in found] == [1, 2, 3]
    assert [duty["scope"] for duty in found] == ["full", "full", "assignment_only"]
    assert "轮换" in found[1]["text"]
    assert found[2]["text"] == ""


def test_spans_count_in_the_whole_text():
    text = ABOVE + LIST
    first = clauses_in(text, (len(ABOVE), len(text)))[0]
    assert text[slice(*first["span"])] == LIST.split("\n")[0]
    assert text[slice(*first["title_span"])] == "落实经费保障"
    assert [text[slice(*party["span"])] for party in first["parties"]] == ["甲某某", "财务科"]


def test_a_stretch_without_a_list_holds_no_duty():
    assert clauses_in(ABOVE, (0, 7)) == []
