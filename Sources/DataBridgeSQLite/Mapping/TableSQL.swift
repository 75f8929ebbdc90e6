import DataBridgeCore

/// The SQL of the usual operations on one table.
struct TableSQL: Sendable {
    private let table: String
    private let columns: [TableColumn]
    private let id: TableColumn

    /// All columns in the order of the schema, then the version.
    let selection: String
    /// The record with an id.
    let get: String
    /// One parameter per field, then the version.
    let insert: String
    /// The id.
    let delete: String

    init(table: String, columns: [TableColumn], id: TableColumn) {
        self.table = table
        self.columns = columns
        self.id = id
        let names = (columns.map(\.sql) + [SQLName.version]).joined(separator: ", ")
        selection = names
        get = "SELECT \(names) FROM \(table) WHERE \(id.sql) = ?"
        let places = Array(repeating: "?", count: columns.count + 1).joined(separator: ", ")
        insert = "INSERT INTO \(table) (\(names)) VALUES (\(places))"
        delete = "DELETE FROM \(table) WHERE \(id.sql) = ?"
    }

    /// An update of some fields, in their order, then the version and the id.
    func update(_ fields: [Int]) -> String {
        let set = fields.map { "\(columns[$0].sql) = ?" } + ["\(SQLName.version) = ?"]
        return "UPDATE \(table) SET \(set.joined(separator: ", ")) WHERE \(id.sql) = ?"
    }
}
