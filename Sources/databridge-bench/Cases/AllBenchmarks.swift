/// Every case, in the order of the layers.
let allBenchmarks: [Benchmark] =
    memoryBenchmarks + jsonBenchmarks + jsonFileBenchmarks + toolBenchmarks
