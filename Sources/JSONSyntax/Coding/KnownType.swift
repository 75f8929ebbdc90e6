#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// The types that the coders treat themselves, without a container or in a form of their own.
enum KnownType {
    case string
    case int
    case double
    case bool
    case strings
    case date
    case uuid
    case url
    case decimal
    case data

    /// Whether a type is one of them; the most frequent ones are asked first.
    @inline(__always)
    init?<T>(_ type: T.Type) {
        if type == String.self {
            self = .string
        } else if type == Int.self {
            self = .int
        } else if type == Date.self {
            self = .date
        } else if type == [String].self {
            self = .strings
        } else if type == Double.self {
            self = .double
        } else if type == Bool.self {
            self = .bool
        } else if type == UUID.self {
            self = .uuid
        } else if type == URL.self {
            self = .url
        } else if type == Decimal.self {
            self = .decimal
        } else if type == Data.self {
            self = .data
        } else {
            return nil
        }
    }
}

extension JSONWriter {
    /// Writes a value of a known type; `T` is the type that `known` stands for.
    mutating func write<T>(_ value: T, as known: KnownType) throws(JSONWritingError) {
        // The type was compared with the one of each case, so every cast is one to itself.
        func cast<U>(_ type: U.Type) -> U { unsafeBitCast(value, to: type) }
        switch known {
        case .string: string(cast(String.self))
        case .int: int(cast(Int.self))
        case .double: try double(cast(Double.self))
        case .bool: bool(cast(Bool.self))
        case .date: try timestamp(cast(Date.self).timeIntervalSinceReferenceDate)
        case .uuid: uuid(cast(UUID.self))
        case .url: string(cast(URL.self).absoluteString)
        case .decimal: try decimal(cast(Decimal.self))
        case .data: string(cast(Data.self).base64EncodedString())
        case .strings:
            beginArray()
            for element in cast([String].self) { string(element) }
            endArray()
        }
    }
}

extension DecodingContext {
    /// Reads a value of a known type; `T` is the type that `known` stands for.
    func read<T>(_ type: T.Type, as known: KnownType, at index: Int) throws -> T {
        switch known {
        case .string: unsafeBitCast(try string(at: index), to: T.self)
        case .int: unsafeBitCast(try integer(Int.self, at: index), to: T.self)
        case .double: unsafeBitCast(try double(at: index), to: T.self)
        case .bool: unsafeBitCast(try bool(at: index), to: T.self)
        case .date: unsafeBitCast(try date(at: index), to: T.self)
        case .uuid: unsafeBitCast(try uuid(at: index), to: T.self)
        case .url: unsafeBitCast(try url(at: index), to: T.self)
        case .decimal: unsafeBitCast(try decimal(at: index), to: T.self)
        case .data: unsafeBitCast(try data(at: index), to: T.self)
        case .strings: unsafeBitCast(try strings(at: index), to: T.self)
        }
    }
}
