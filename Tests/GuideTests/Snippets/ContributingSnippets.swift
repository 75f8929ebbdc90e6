import Testing

struct ContributingSnippets {
    @Test func aSnippetIsATest() {
        // snippet: ASnippet
        let words = "a guide that cannot lie".split(separator: " ")
        #expect(words.count == 5)
        // end
    }
}
