import Testing
@testable import DataBridgeFiles
