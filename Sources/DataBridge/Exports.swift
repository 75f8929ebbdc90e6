// What an app needs comes with one import. Nothing here needs a C library.
@_exported import DataBridgeCore
@_exported import DataBridgeJSON
@_exported import DataBridgeMemory
