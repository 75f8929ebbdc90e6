// The benchmarks: every claim of speed in the documentation is a case here.
//
//   databridge-bench [FILTER…] [--rounds N] [--slice MILLISECONDS] [--json] [--list]
//                    [--static-tool PATH]
//
// A case runs when its name contains one of the filters; `tool.start.static` needs the path of the
// tool built with the Swift libraries inside. Each result is the median over the rounds
// and its ratio to the reference, which runs in turns with ours.

var filters: [String] = []
var rounds = 7
var slice = 100
var report = Report(asJSONLines: false)
var listsOnly = false
var staticTool: String?

var arguments = CommandLine.arguments.dropFirst()[...]
while let argument = arguments.popFirst() {
    switch argument {
    case "--rounds": rounds = arguments.popFirst().flatMap { Int($0) } ?? rounds
    case "--slice": slice = arguments.popFirst().flatMap { Int($0) } ?? slice
    case "--json": report.asJSONLines = true
    case "--list": listsOnly = true
    case "--static-tool": staticTool = arguments.popFirst()
    default: filters.append(argument)
    }
}

let cases = allBenchmarks(staticTool: staticTool).filter { benchmark in
    filters.isEmpty || filters.contains { benchmark.name.contains($0) }
}
if listsOnly {
    for benchmark in cases { print(benchmark.name) }
} else {
    report.start()
    for benchmark in cases {
        report.add(try await benchmark.run(rounds: rounds, slice: .milliseconds(slice)))
    }
}
