/// Every case, in the order of the layers.
///
/// - Parameter staticTool: the path of the tool built with the Swift libraries inside.
func allBenchmarks(staticTool: String?) -> [Benchmark] {
    memoryBenchmarks + jsonBenchmarks + jsonFileBenchmarks + smallFileBenchmarks
        + toolBenchmarks(staticTool: staticTool)
}
