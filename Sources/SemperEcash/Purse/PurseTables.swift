import SemperArchive

/// Where a purse stands in its wallet's archive.
enum PurseTables {
  /// Coins that are free to spend, by denomination key and counter.
  static let coins = RecordTable("purse_coins")
  /// Sealed coins, likewise.
  static let sealed = RecordTable("purse_sealed")
  /// Which of the devices that share the seed this purse is; nothing for the first one.
  static let device = RecordTable("purse_device")
  static let deviceKey = Array("number".utf8)
  /// Denomination key, and device where it is not the first one → the next unused counter.
  static let counters = RecordTable("purse_counters")
  /// Operation id → order that has no answer yet.
  static let orders = RecordTable("purse_orders")
  /// Operation id → finished order.
  static let history = RecordTable("purse_history")
  /// Finished operation ids in order.
  static let finished = RecordTable("purse_finished")
  /// What a call is recognised by → operation id.
  static let calls = RecordTable("purse_calls")
  /// What a call is recognised by → coins that somebody else pays for.
  static let expected = RecordTable("purse_expected")
  /// Coins that somebody with the same seed spent elsewhere, with the mint's proof.
  static let spentElsewhere = RecordTable("purse_spent_elsewhere")
  /// Coin → the `mint-refresh` that a wallet with this seed has spent it in.
  static let links = RecordTable("purse_links")
  /// When the next withdrawal ahead of payments is due.
  static let stock = RecordTable("purse_stock")
  /// The newest key list seen.
  static let lists = RecordTable("purse_lists")
  /// Where a coin is kept.
  static func coins(_ slot: CoinSlot) -> RecordTable { slot.seal == nil ? coins : sealed }
  static let listKey = Array("newest".utf8)
}
