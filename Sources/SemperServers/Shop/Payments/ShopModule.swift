import SemperArchive
import SemperChipper
import SemperCryptography

/// The module that a shop has itself, in its home or in a reader, and the reader for its customers' cards.
struct ShopModule: Sendable {
  let channel: any CardChannel
  let customers: (any CardChannel)?

  /// `nil` where the shop has none.
  static func open(_ options: ModuleOptions, in archive: any Archive, at bank: CardNumber) async throws -> ShopModule? {
    let customers = try reader(options.customers)
    if let module = try reader(options.reader) { return ShopModule(channel: module, customers: customers) }
    let token = try options.token?.open()
    guard
      let own = try await OwnModule.open(
        putting: options.issued, into: archive.records, keys: archive.keys, token: token)
    else {
      guard token == nil, customers == nil else {
        throw ServerError(
          .options, "this shop has no module of its own; give one with --module FILE (semper bank issue-module)")
      }
      return nil
    }
    guard own.provider == bank else {
      throw ServerError(
        .options, "the module in this home is of another bank than the shop's; give that one with --bank")
    }
    return ShopModule(channel: own.channel, customers: customers)
  }

  private static func reader(_ name: String?) throws -> (any CardChannel)? {
    guard let name else { return nil }
    return try PCSCChannel(reader: name)
  }
}
