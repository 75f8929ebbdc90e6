import DataBridgeCore

extension RecordVersion {
    /// The number that a version of a SQLite store counts with.
    var counter: UInt64 { low }
}
