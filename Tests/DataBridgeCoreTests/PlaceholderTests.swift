import Testing
@testable import DataBridgeCore
