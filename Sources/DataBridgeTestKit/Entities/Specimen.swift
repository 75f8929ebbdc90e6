import DataBridgeCore

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// An entity with a field of every type.
struct Specimen: Entity {
    enum Level: Int, FieldValue, CaseIterable {
        case low = -1
        case middle = 0
        case high = 1
    }

    struct Point: Embedded {
        var x = 0.0
        var label: String? = nil

        static let fields = EmbeddedFields(Point.init) {
            Field(\.x, "x")
            Field(\.label, "label")
        }
    }

    struct Shape: Embedded {
        var centre = Point()
        var corners: [Point] = []

        static let fields = EmbeddedFields(Shape.init) {
            Field(\.centre, "centre")
            Field(\.corners, "corners")
        }
    }

    var id: Int
    var flag = false
    var int = 0
    var small: Int8 = 0
    var unsigned: UInt64 = 0
    var double = 0.0
    var float: Float = 0
    var text = ""
    var date = Date(timeIntervalSinceReferenceDate: 0)
    var uuid = UUID(uuid: (0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0))
    var data = Data()
    var decimal = Decimal(0)
    var duration = Duration.zero
    var url = Specimen.anyURL
    var level = Level.middle
    var key = LosslessID.integer(0)
    var shape = Shape()
    var optionals = Optionals()
    var lists = Lists()
    var free = Free(.null)

    static let schema = Schema("specimens", Specimen.init) {
        Field(\.id, "id")
        Field(\.flag, "flag")
        Field(\.int, "int")
        Field(\.small, "small")
        Field(\.unsigned, "unsigned")
        Field(\.double, "double")
        Field(\.float, "float")
        Field(\.text, "text")
        Field(\.date, "date")
        Field(\.uuid, "uuid")
        Field(\.data, "data")
        Field(\.decimal, "decimal")
        Field(\.duration, "duration")
        Field(\.url, "url")
        Field(\.level, "level")
        Field(\.key, "key")
        Field(\.shape, "shape")
        Field(\.optionals, "optionals")
        Field(\.lists, "lists")
        Field(\.free, "free")
    }

    /// A URL without a force unwrap: the text is one.
    private static let anyURL = URL(string: "https://example.org/") ?? URL(filePath: "/")
}

extension Specimen {
    /// Optionals of every type.
    struct Optionals: Embedded {
        var flag: Bool? = nil
        var int: Int? = nil
        var double: Double? = nil
        var text: String? = nil
        var date: Date? = nil
        var uuid: UUID? = nil
        var data: Data? = nil
        var decimal: Decimal? = nil
        var duration: Duration? = nil
        var point: Point? = nil
        var list: [Int]? = nil

        static let fields = EmbeddedFields(Optionals.init) {
            Field(\.flag, "flag")
            Field(\.int, "int")
            Field(\.double, "double")
            Field(\.text, "text")
            Field(\.date, "date")
            Field(\.uuid, "uuid")
            Field(\.data, "data")
            Field(\.decimal, "decimal")
            Field(\.duration, "duration")
            Field(\.point, "point")
            Field(\.list, "list")
        }
    }

    /// Lists and dictionaries, of optionals too.
    struct Lists: Embedded {
        var texts: [String] = []
        var gaps: [Int?] = []
        var points: [Point] = []
        var nested: [[Double]] = []
        var dates: [Date] = []
        var named: [String: Int] = [:]
        var gapped: [String: String?] = [:]

        static let fields = EmbeddedFields(Lists.init) {
            Field(\.texts, "texts")
            Field(\.gaps, "gaps")
            Field(\.points, "points")
            Field(\.nested, "nested")
            Field(\.dates, "dates")
            Field(\.named, "named")
            Field(\.gapped, "gapped")
        }
    }

    /// Any JSON value, kept whole.
    struct Free: FieldValue {
        var value: Value

        static var fieldType: FieldType { .opaque }

        init(_ value: Value) { self.value = value }
        init(fieldValue: Value) { value = fieldValue }
        func fieldValue() -> Value { value }
    }
}
