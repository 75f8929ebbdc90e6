import DataBridgeCore
import Testing

struct StoreURLTests {
    @Test(
        arguments: [
            ("memory:", "memory", nil, ""),
            ("json:tasks.json", "json", nil, "tasks.json"),
            ("JSON:data/tasks.json", "json", nil, "data/tasks.json"),
            ("json:/srv/tasks.json", "json", nil, "/srv/tasks.json"),
            ("json:///srv/tasks.json", "json", "", "/srv/tasks.json"),
            ("json:my%20tasks%3f.json", "json", nil, "my tasks?.json"),
            ("json:caf%C3%A9.json", "json", nil, "café.json"),
            ("json:my tasks.json", "json", nil, "my tasks.json"),
            ("json:a:b.json", "json", nil, "a:b.json"),
            ("db+x.1://ada@host:5/name", "db+x.1", "ada@host:5", "/name"),
            ("db://host", "db", "host", ""),
            ("tasks.json", nil, nil, "tasks.json"),
            ("./a:b.json", nil, nil, "./a:b.json"),
            ("100%.json", nil, nil, "100%.json"),
            ("1a:b.json", nil, nil, "1a:b.json"),
            ("a.json?readonly=1", nil, nil, "a.json?readonly=1"),
        ] as [(String, String?, String?, String)])
    func textIsTakenApart(
        _ text: String, _ scheme: String?, _ authority: String?, _ path: String
    ) throws {
        let url = try StoreURL(text)
        #expect(url.scheme == scheme)
        #expect(url.authority == authority)
        #expect(url.path == path)
        #expect(url.parameters.isEmpty)
        #expect(url.description == text)
    }

    @Test func parametersKeepTheirOrderAndAreDecoded() throws {
        let url = try StoreURL("json:a.json?readonly=1&na%6De=a%26b=c&flag&x=")
        #expect(
            url.parameters.map(\.name) == ["readonly", "name", "flag", "x"])
        #expect(url["name"] == "a&b=c")
        #expect(url["flag"]?.isEmpty == true)
        #expect(url["x"]?.isEmpty == true)
        #expect(url["y"] == nil)
        #expect(url.path == "a.json")
        #expect(try StoreURL("json:a.json?").parameters.isEmpty)
    }

    @Test(arguments: [
        "", "json:a#b.json", "json:a%2.json", "json:a%", "json:a%zz", "json:%ff.json",
        "json:a.json?x=%0", "json:a.json?x=1&x=2",
    ])
    func malformedTextIsInvalid(_ text: String) {
        let error = #expect(throws: DataError.self) { try StoreURL(text) }
        #expect(error?.code == .invalid)
    }

    @Test func flagsAreOnOrOff() throws {
        #expect(try StoreURL("json:a?readonly=1").flag("readonly"))
        #expect(try StoreURL("json:a?readonly=true").flag("readonly"))
        #expect(try !StoreURL("json:a?readonly=0").flag("readonly"))
        #expect(try !StoreURL("json:a?readonly=false").flag("readonly"))
        #expect(try !StoreURL("json:a").flag("readonly"))
        for text in ["json:a?readonly", "json:a?readonly=yes"] {
            let error = #expect(throws: DataError.self) { try StoreURL(text).flag("readonly") }
            #expect(error?.message.contains("readonly=1") == true)
        }
    }

    @Test func filePathNeedsAPathAndNoHost() throws {
        #expect(try StoreURL("json:a.json").filePath() == "a.json")
        #expect(try StoreURL("json:///a.json").filePath() == "/a.json")
        #expect(try StoreURL("a.json").filePath() == "a.json")
        for text in ["json:", "json://a.json", "json://host/a.json", "json:a%00.json"] {
            let error = #expect(throws: DataError.self) { try StoreURL(text).filePath() }
            #expect(error?.code == .invalid)
        }
        let error = #expect(throws: DataError.self) {
            try StoreURL("json://data/a.json").filePath()
        }
        #expect(error?.message.contains("json:data/a.json") == true)
    }

    @Test func descriptionHidesAPassword() throws {
        let url = try StoreURL("db://ada:secret@host/name?x=1")
        #expect(url.description == "db://ada:***@host/name?x=1")
        #expect(url.authority == "ada:secret@host")
        #expect(try StoreURL("db://ada@host:5/name").description == "db://ada@host:5/name")
    }

    @Test func messagesAboutMalformedTextShowTheSchemeOnly() {
        let error = #expect(throws: DataError.self) { try StoreURL("db://ada:se#cret@host/") }
        #expect(error?.message.contains("cret") == false)
        #expect(error?.message.contains("db:") == true)
    }
}
