import Logging
import SemperArchive
import SemperChipper
import SemperCryptography
import SemperModel

/// The module that a shop has itself, in its home or in a reader, and the reader for its customers' cards.
struct ShopModule: Sendable {
  let channel: any CardChannel
  let customers: (any CardChannel)?

  /// `nil` where the shop has none.
  static func open(
    _ options: ModuleOptions, in archive: any Archive, at bank: CardNumber, logger: Logger
  ) async throws -> ShopModule? {
    let customers = try reader(options.customers)
    if let module = try reader(options.reader) {
      try await check(module, at: bank, logger: logger)
      return ShopModule(channel: module, customers: customers)
    }
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

  /// Refuses a card in the module's reader that is no module, or another bank's, which nobody would be paid for. One that does not
  /// answer yet may be put in later: until then no chip card is taken, and everything else is sold as ever.
  static func check(_ module: any CardChannel, at bank: CardNumber, logger: Logger) async throws {
    let profile: ModuleProfile
    do {
      profile = try await ModuleTerminal(module).select()
    } catch let failure as CardFailure where failure.code != .malformed {
      return logger.warning(
        "the shop's module does not answer, so no chip cards are taken until it does",
        metadata: ["reason": "\(failure.message)"])
    } catch {
      throw ServerError(.options, "the card in the reader of --module-reader is no module (\(error)); put one in")
    }
    guard profile.provider == bank else {
      throw ServerError(
        .options, "the module in the reader is of another bank than the shop's; give that one with --bank")
    }
  }

  private static func reader(_ name: String?) throws -> (any CardChannel)? {
    guard let name else { return nil }
    return try PCSCChannel(reader: name)
  }
}
