/// What a run is told on the command line.
struct MutationOptions {
    var seed: UInt64 = 1
    var count = 120
    var filter: String?
    var lists = false
    var page: String?
    var wrapper: [String] = []
    /// Whether the results of a run that was interrupted still count.
    var resumes = false
    /// After how many seconds to stop; the next run goes on from there.
    var seconds = Int64.max

    static let usage = """
        Usage: MutationCheck [--count N] [--all] [--seed N] [--in PART-OF-A-PATH] [--list]
                             [--report FILE] [--through COMMAND] [--resume] [--seconds N]
        """

    init?(_ arguments: [String]) {
        var rest = arguments[...]
        while let option = rest.popFirst() {
            switch option {
            case "--all": count = .max
            case "--list": lists = true
            case "--resume": resumes = true
            case "--seconds":
                guard let number = rest.popFirst().flatMap({ Int64($0) }) else { return nil }
                seconds = number
            case "--count":
                guard let number = rest.popFirst().flatMap({ Int($0) }) else { return nil }
                count = number
            case "--seed":
                guard let number = rest.popFirst().flatMap({ UInt64($0) }) else { return nil }
                seed = number
            case "--in":
                guard let part = rest.popFirst() else { return nil }
                filter = part
            case "--report":
                guard let path = rest.popFirst() else { return nil }
                page = path
            case "--through":
                guard let command = rest.popFirst() else { return nil }
                wrapper = command.split(separator: " ").map(String.init)
            default: return nil
            }
        }
    }
}
