import CSQLite
import DataBridgeCore

/// A record that is not in its table for the moment, as another one still has its unique values.
struct ParkedRecord {
    var layout: TableLayout
    var record: StoredRecord
}

extension SQLiteWriteSession: InsertingSession {
    func write(
        _ new: NewRecord?, replacing old: StoredRecord?, in collection: CollectionSchema
    ) async throws -> StoredRecord? {
        try await perform {
            let layout = try writer.layout(collection)
            guard let new else {
                if let old { try remove(old, layout) }
                return nil
            }
            let stored = stored(new, layout)
            if let old {
                try update(old, to: stored, layout)
            } else {
                try insert(stored, layout)
            }
            log.add(layout, old: old, new: stored, version: writer.version)
            return stored
        }
    }

    /// A record with its new version; with its former one if it is led back to where it was before
    /// the transaction.
    private func stored(_ new: NewRecord, _ layout: TableLayout) -> StoredRecord {
        let version: RecordVersion
        if let base = log.base(new.id, layout), base.values == new.values {
            version = base.version
        } else {
            version = RecordVersion(counter: UInt64(writer.nextVersion()))
        }
        return StoredRecord(
            id: new.id, values: new.values, version: version, entity: new.entity)
    }

    var inserting: (any InsertingSession)? { self }

    func insert(
        _ new: NewRecord, in collection: CollectionSchema
    ) async throws -> StoredRecord {
        try await perform {
            let layout = try writer.layout(collection)
            let stored = stored(new, layout)
            try insert(stored, layout)
            log.add(layout, old: nil, new: stored, version: writer.version)
            return stored
        }
    }

    /// Inserts a record that is not there, or puts it aside.
    ///
    /// - Throws: `alreadyExists`.
    private func insert(_ record: StoredRecord, _ layout: TableLayout) throws {
        guard parkedIndex(record.id, layout) == nil else {
            throw DataError.alreadyExists(collection: layout.schema.name, id: record.id)
        }
        do {
            try insertRow(record, layout)
        } catch let failure as SQLiteFailure where failure.code == SQLiteFailure.uniqueBroken {
            // SQLite names the constraint that it looked at first; a taken id counts more.
            let reader = TableReader(connection: connection, layout: layout)
            guard try reader.record(record.id) == nil else {
                throw DataError.alreadyExists(collection: layout.schema.name, id: record.id)
            }
            parked.append(ParkedRecord(layout: layout, record: record))
        }
    }

    /// Inserts a row.
    ///
    /// - Throws: the failure for a unique value that is taken; `alreadyExists`.
    func insertRow(_ record: StoredRecord, _ layout: TableLayout) throws {
        let statement = try connection.statements(of: layout).inserting()
        do {
            for index in layout.columns.indices {
                try layout.bind(record.values[index], of: index, to: statement, at: Int32(index))
            }
            statement.bind(
                Int64(bitPattern: record.version.counter), at: Int32(layout.columns.count))
            try statement.run()
        } catch {
            statement.reset()
            throw translated(error, layout, record.id)
        }
    }

    private func update(
        _ old: StoredRecord, to record: StoredRecord, _ layout: TableLayout
    ) throws {
        guard try !replaceParked(record, layout) else { return }
        let changed = layout.columns.indices.filter { old.values[$0] != record.values[$0] }
        do {
            let statement = try connection.statements(of: layout).updating(changed)
            var place: Int32 = 0
            do {
                for index in changed {
                    try layout.bind(record.values[index], of: index, to: statement, at: place)
                    place += 1
                }
                statement.bind(Int64(bitPattern: record.version.counter), at: place)
                try layout.bind(id: record.id, to: statement, at: place + 1)
                try statement.run()
            } catch {
                statement.reset()
                throw error
            }
            guard connection.changeCount == 1 else { throw vanished(layout, record.id) }
        } catch let failure as SQLiteFailure where failure.code == SQLiteFailure.uniqueBroken {
            try removeRow(record.id, layout)
            parked.append(ParkedRecord(layout: layout, record: record))
        } catch {
            throw translated(error, layout, record.id)
        }
    }

    private func remove(_ old: StoredRecord, _ layout: TableLayout) throws {
        if let index = parkedIndex(old.id, layout) {
            parked.remove(at: index)
        } else {
            try removeRow(old.id, layout)
        }
        log.add(layout, old: old, new: nil, version: writer.version)
    }

    private func removeRow(_ id: Value, _ layout: TableLayout) throws {
        let statement = try connection.statements(of: layout).deleting()
        try layout.bind(id: id, to: statement, at: 0)
        try statement.run()
    }

    private func vanished(_ layout: TableLayout, _ id: Value) -> DataError {
        .corrupted(
            "The row that was just read cannot be found again. Run the store's checks.",
            collection: layout.schema.name, id: id)
    }

    private func translated(
        _ error: any Error, _ layout: TableLayout, _ id: Value
    ) -> any Error {
        guard let failure = error as? SQLiteFailure else { return error }
        switch failure.code {
        case SQLiteFailure.primaryKeyBroken, SQLiteFailure.rowidBroken:
            return DataError.alreadyExists(collection: layout.schema.name, id: id)
        case SQLiteFailure.uniqueBroken: return failure
        default: return failure.dataError(collection: layout.schema.name, id: id)
        }
    }
}

// MARK: Records put aside

extension SQLiteWriteSession {
    private func parkedIndex(_ id: Value, _ layout: TableLayout) -> Int? {
        guard !parked.isEmpty else { return nil }
        return parked.firstIndex { entry in
            entry.record.id == id
                && ByteOrder.equal(entry.layout.tableName, layout.tableName)
        }
    }

    func parkedRecord(_ id: Value, _ layout: TableLayout) -> StoredRecord? {
        parkedIndex(id, layout).map { parked[$0].record }
    }

    /// Replaces a record that is put aside; false if it is not.
    private func replaceParked(_ record: StoredRecord, _ layout: TableLayout) throws -> Bool {
        guard let index = parkedIndex(record.id, layout) else { return false }
        parked[index].record = record
        return true
    }

    /// What a scan finds together with the records that are put aside.
    func batch(_ scan: Scan, of table: TableReader) throws -> ScanBatch {
        let position = scan.after.map { KeysetPosition(values: [], id: $0) }
        var records = try table.records(
            RecordQuery(predicate: scan.predicate, after: position))
        for entry in parked
        where ByteOrder.equal(entry.layout.tableName, table.layout.tableName) {
            if let after = scan.after, entry.record.id <= after { continue }
            records.append(entry.record)
        }
        records.sort { $0.id < $1.id }
        return ScanBatch(Array(records.prefix(scan.limit)), hasMore: records.count > scan.limit)
    }

    /// Puts records back whose unique values are free by now.
    func unpark() throws {
        guard !parked.isEmpty else { return }
        let waiting = parked
        parked = []
        for entry in waiting {
            do {
                try insertRow(entry.record, entry.layout)
            } catch let failure as SQLiteFailure where failure.code == SQLiteFailure.uniqueBroken {
                parked.append(entry)
            }
        }
    }

    /// Puts all records back.
    ///
    /// - Throws: `constraint` for one whose values another record still has.
    func unparkAll() throws {
        try unpark()
        if let entry = parked.first { throw try uniqueViolation(entry) }
    }

    private func uniqueViolation(_ entry: ParkedRecord) throws -> DataError {
        let layout = entry.layout
        for index in layout.schema.indexes where layout.canEnforceUnique(index) {
            let values = try index.fields.map { path in
                try FieldReference(path: path).resolved(in: layout.schema)
                    .value(in: entry.record.values)
            }
            guard !values.contains(where: \.isNull) else { continue }
            var parts = zip(index.fields, values).map {
                RecordPredicate.equals(FieldReference(path: $0), $1)
            }
            if let softDelete = layout.schema.softDeleteIndex {
                let field = FieldReference(path: [layout.schema.fields[softDelete].name])
                parts.append(.equals(field, .null))
            }
            let other = try TableReader(connection: connection, layout: layout)
                .records(RecordQuery(predicate: .and(parts), limit: 1)).first
            guard let other else { continue }
            return .uniqueViolation(
                collection: layout.schema.name, id: entry.record.id,
                fields: index.fields.map { $0.joined(separator: ".") }, name: index.name,
                existing: other.id)
        }
        return .constraint(
            .unique, "Another record has the same values in fields that are unique.",
            collection: layout.schema.name, id: entry.record.id, fields: [], name: nil)
    }
}
