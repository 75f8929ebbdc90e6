extension CollectionSchema {
    /// Refuses a schema whose records have other fields than the collection's.
    ///
    /// A collection of any name can be asked for as any declared entity, so this is no programmer
    /// error that could trap, and reading one shape as another must not. A backend calls it on the
    /// schema that it holds a collection's records by, with the one that it is asked with.
    ///
    /// - Throws: `invalid`.
    public func checkLayout(_ other: CollectionSchema) throws {
        guard self !== other, fields != other.fields || idIndex != other.idIndex else { return }
        throw DataError.invalid(
            "The collection holds records of another entity. Ask for the repository of the entity "
                + "it was made for.", collection: name)
    }
}
