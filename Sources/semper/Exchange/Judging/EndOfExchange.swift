import SemperCryptography
import SemperEcash
import SemperExchange
import SemperModel
import SemperServers

/// What is to be seen at the end of an exchange, gathered from outside: bundles, ledgers, registry, disks.
struct EndOfExchange: Sendable {
  /// The bytes of each side's bundle; nothing for a side that has none.
  var bundles: [ExchangeRole: [UInt8]] = [:]
  /// What the banks sign about the locks of this exchange.
  var locks: [LockStatus] = []
  /// What the registry signs about the credentials of this exchange.
  var credentials: [RegistryEntry] = []
  /// The places of data whose files lie opened on the receiver's disk, bit for bit as the giver has them.
  var opened: Set<String> = []
}
