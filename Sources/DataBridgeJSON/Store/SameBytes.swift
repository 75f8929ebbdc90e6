#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

extension [UInt8] {
    /// Whether both are the same; comparing element by element takes many times as long.
    func hasSameBytes(as other: [UInt8]) -> Bool {
        guard count == other.count else { return false }
        return withUnsafeBytes { own in
            other.withUnsafeBytes { others in
                guard let own = own.baseAddress, let others = others.baseAddress else {
                    return true
                }
                return own == others || memcmp(own, others, count) == 0
            }
        }
    }
}
