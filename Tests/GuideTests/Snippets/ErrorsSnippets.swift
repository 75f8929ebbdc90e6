import DataBridge
import Testing

/// The code of the guide to errors.
struct ErrorsSnippets {
    private func users() async throws -> any DataRepository<User> {
        let store = MemoryStore(entities: [User.schema])
        let users = store.repository(for: User.self)
        try await users.insert(User(id: 7, email: "ada@example.org"))
        return users
    }

    @Test func catching() async throws {
        let users = try await users()
        try await showing("Catching") {
            // snippet: Catching
            func register(_ user: User) async throws -> String {
                do {
                    try await users.insert(user)
                    return "Welcome"
                } catch .alreadyExists {
                    return "You are registered already"
                } catch let error as DataError where error.code == .constraint {
                    return "Taken: \(error.fields)"
                }
            }
            print(try await register(User(id: 8, email: "ada@example.org")))
            // prints Taken: ["email"]
            print(try await register(User(id: 7, email: "me@example.org")))
            // prints You are registered already
            // end
        }
    }

    @Test func textsWithoutValues() async throws {
        try await showing("TextsWithoutValues") {
            // snippet: TextsWithoutValues
            var error = DataError(.invalid, "The address has no @.", fields: ["email"])
            error.values = ["email": "ada.example.org"]

            print(error.description.contains("ada"))  // prints false
            print(error.jsonDescription().contains("ada"))  // prints false
            print(error.descriptionIncludingValues.contains("ada"))  // prints true
            // end
        }
    }

    struct User: Entity {
        var id: Int
        var email: String

        static let schema = Schema("users", User.init) {
            Field(\.id, "id")
            Field(\.email, "email").unique()
        }
    }
}
