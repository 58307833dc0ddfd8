import SemperCoding
import SemperCryptography

/// A module whose memory lies at its provider, without the module's key: that follows from the provider's own keys, and so no copy of
/// the memory is good for anything.
struct HostedModule: CardApplication {
  static let answerToReset = Module.answerToReset
  private static let noKey = CardKey(bytes: Array(repeating: 0, count: CardKey.size))

  private var module: Module

  init(_ module: Module) { self.module = module }

  /// From the stored state. - Parameter key: the module's key of collection.
  init(stateBytes: [UInt8], key: CardKey, purchaseKeys: [UInt8: any MasterKey]) throws(CodingError) {
    var state = try ModuleState(bytes: stateBytes)
    state.collectionKey = key
    module = Module(state, purchaseKeys: purchaseKeys)
  }

  var stateBytes: [UInt8] {
    var state = module.state
    state.collectionKey = Self.noKey
    return state.bytes
  }

  var session: ModuleSession {
    get { module.session }
    set { module.session = newValue }
  }

  var event: ModuleEvent? { module.event }

  mutating func respond(to command: CommandAPDU, random: [UInt8]) -> ResponseAPDU {
    module.respond(to: command, random: random)
  }
}
