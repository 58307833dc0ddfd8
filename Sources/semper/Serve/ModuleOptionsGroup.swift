import ArgumentParser
import Foundation
import SemperChipper
import SemperCoding
import SemperModel
import SemperServers

/// A shop's own module for chip cards, and its reader for cards of customers.
struct ModuleOptionsGroup: ParsableArguments {
  @Option(
    help: "A module that the bank has handed out (semper bank issue-module), put into the home at the first start.")
  var module: String?
  @Option(help: "The PC/SC reader that holds a module, in place of one in the home.")
  var moduleReader: String?
  @Option(help: "The PC/SC reader for customers' chip cards, by which the last purchase is given back.")
  var cardReader: String?
  @Option(
    help:
      "How often what an own module has taken is brought to the bank (semper till special chipper collect does it at once)."
  )
  var collectEvery = Span(seconds: 86_400)
  @OptionGroup var token: TokenOptions<ModuleTokenKeys>

  func validate() throws {
    guard collectEvery.seconds > 0 else { throw ValidationError("--collect-every is at least a second, such as P1D") }
    guard module == nil || moduleReader == nil else { throw ValidationError("give --module or --module-reader") }
    let access = try token.access()
    guard moduleReader == nil || access == nil else {
      throw ValidationError("a module in a reader has its keys itself; leave --token-library out")
    }
  }

  func options() throws -> ModuleOptions {
    ModuleOptions(
      issued: try module.map(Self.read), reader: moduleReader, token: try token.access(), customers: cardReader,
      collecting: collectEvery)
  }

  private static func read(_ path: String) throws -> IssuedModule {
    guard let data = FileManager.default.contents(atPath: path) else {
      throw ValidationError("\(path) cannot be read")
    }
    do {
      return try IssuedModule(canonicalBytes: Array(data))
    } catch {
      throw ValidationError("\(path) is no module: \(error)")
    }
  }
}
