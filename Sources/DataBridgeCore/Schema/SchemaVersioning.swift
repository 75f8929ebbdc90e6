/// The version of a schema and how older data becomes data of this version.
public struct SchemaVersioning: Sendable {
    /// The schema's version, counted from 1.
    public var version = 1
    /// The oldest version of a program's schema that can read data of this version.
    public var minimumReader = 1
    /// The field of each record that holds the version of the schema it was written with, for
    /// stores that have no place of their own for it.
    ///
    /// A record without it is of version 1.
    public var versionField: String?
    /// The steps from older versions, ordered.
    package var steps: [UpgradeStep] = []

    /// Version 1, without steps.
    package init() {}

    /// Brings a stored object from an older version to this one.
    ///
    /// - Parameters:
    ///   - object: the stored fields by name.
    ///   - stored: the version of the schema they were written with.
    ///   - storedMinimumReader: the oldest reader that version declared; pass `stored` when it is
    ///     not known.
    /// - Throws: `unsupported` when the data is newer than this program can read or a step is
    ///   missing; what a step throws.
    public func upgrade(
        _ object: inout ValueObject, from stored: Int, minimumReader storedMinimumReader: Int
    ) throws {
        if stored > version {
            guard storedMinimumReader <= version else {
                throw DataError(
                    .unsupported,
                    "the data was written with schema version \(stored), which needs a reader of "
                        + "version \(storedMinimumReader) or newer; this program reads version "
                        + "\(version): update the program")
            }
            return
        }
        var current = stored
        while current < version {
            guard let step = steps.first(where: { $0.from == current }) else {
                current += 1  // An additive change needs no step: defaults fill what is missing.
                continue
            }
            try step.apply(&object)
            current += 1
        }
    }
}

/// A pure step from one schema version to the next.
package struct UpgradeStep: Sendable {
    /// The version the step starts from; it leads to the next one.
    package var from: Int
    let apply: @Sendable (inout ValueObject) throws -> Void
}
