/// What a module tells its merchant.
public struct ModuleStatus: Hashable, Sendable {
  static let size = 8 + 2 + 2 + 2 + 4 + 2

  /// Minor units taken and not yet acknowledged by the acquirer.
  public let total: UInt64
  /// Purchases whose outcome is unknown.
  public let open: UInt16
  /// Records for the next batch, and those of the batch that waits for its acknowledgement.
  public let records: UInt16
  public let closed: UInt16
  /// The batch closed last.
  public let counter: UInt32
  /// Purses on the module's block list.
  public let blocked: UInt16

  var bytes: [UInt8] {
    total.field + open.field + records.field + closed.field + counter.field + blocked.field
  }
}

extension FieldReader {
  mutating func moduleStatus() -> ModuleStatus {
    ModuleStatus(
      total: integer(), open: integer(), records: integer(), closed: integer(), counter: integer(),
      blocked: integer())
  }
}
