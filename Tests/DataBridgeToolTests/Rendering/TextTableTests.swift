@testable import DataBridgeTool
import Testing

struct TextTableTests {
    private func lines(
        _ titles: [String], _ rows: [[String]], width: Int?, right: Set<Int> = []
    ) -> [String] {
        let columns = titles.enumerated().map { index, title in
            TextTable.Column(title: title, alignsRight: right.contains(index))
        }
        let table = TextTable(columns, rows: rows, width: width)
        return [table.heading] + rows.map(table.line)
    }

    @Test func columnsTakeWhatTheyNeed() {
        #expect(
            lines(["id", "title"], [["1", "a"], ["100", "long title"]], width: nil, right: [0]) == [
                " id  title", "  1  a", "100  long title",
            ])
    }

    @Test func theWidestColumnGivesWay() {
        #expect(
            lines(
                ["id", "title", "status"], [["1", "a very long title indeed", "done"]], width: 26)
                == ["id  title           status", "1   a very long t…  done"])
    }

    @Test func wideCharactersCountDouble() {
        let table = lines(["title", "x"], [["日本語テキスト", "1"], ["ab", "2"]], width: nil)
        #expect(table == ["title           x", "日本語テキスト  1", "ab              2"])
        let cut = lines(["title", "x"], [["日本語テキスト", "1"], ["ab", "2"]], width: 12)
        #expect(cut == ["title      x", "日本語テ…  1", "ab         2"])
    }

    @Test func columnsWithoutRoomAreLeftOut() {
        let columns = (1...6).map { TextTable.Column(title: "column\($0)") }
        let row = (1...6).map { "a long text in column \($0)" }
        let table = TextTable(columns, rows: [row], width: 40)
        #expect(table.columns.map(\.title) == ["column1", "column2", "column3", "column4"])
        #expect(table.omitted == ["column5", "column6"])
        #expect(DisplayWidth.of(table.line(row)) <= 40)
    }

    @Test(arguments: 1...60)
    func noLineIsWiderThanTheTerminal(_ width: Int) {
        let columns = ["id", "title", "status"].map { TextTable.Column(title: $0) }
        let rows = [["1", "a very long title indeed", "in-progress"], ["1000", "x", "done"]]
        let table = TextTable(columns, rows: rows, width: width)
        for line in [table.heading] + rows.map(table.line) {
            #expect(DisplayWidth.of(line) <= width, "\(line)")
        }
        #expect(!table.columns.isEmpty)
    }
}
