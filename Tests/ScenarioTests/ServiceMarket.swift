import Foundation
import Testing

/// A market of processes in which an author sells under terms of its own: authority, bank and arbiter, a directory with its owner and an
/// evaluator, and a buyer's wallet. Each has a home and only the commands that people have.
final class ServiceMarket {
  let folder: URL
  let authority: RunningProgram
  private(set) var bank: RunningProgram
  let arbiter: RunningProgram
  private(set) var directory: RunningProgram?
  private(set) var shop: RunningProgram?
  let bankAddress: String
  let arbiterAddress: String
  private let authorityAddress: String
  private(set) var directoryAddress = ""

  /// More than a wallet risks under terms that nobody has evaluated.
  static let price = "60.00"

  private let bankCommand: [String]
  private let bankSurroundings: [String: String]

  /// - Parameters:
  ///   - options: of the bank, beside those that every bank needs.
  ///   - surroundings: of its process.
  init(bank options: [String] = [], surroundings: [String: String] = [:]) throws {
    folder = FileManager.default.temporaryDirectory.appending(path: "semper-market-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    let base = folder.path
    func enrolled(_ role: String, _ authority: String) -> [String] {
      ["--home", "\(base)/\(role)", "--authority", authority, "--token", "\(base)/authority/enrolment/\(role).token"]
    }
    authority = try RunningProgram(
      [
        "serve", "authority", "--home", "\(base)/authority", "--enrol", "bank", "--enrol", "arbiter", "--enrol",
        "seller",
      ])
    authorityAddress = try authority.address()
    bankCommand =
      ["serve", "bank", "--grant", "500.00", "--key-bits", "2048", "--largest-exponent", "14"]
      + enrolled("bank", authorityAddress)
    bankSurroundings = surroundings
    bank = try RunningProgram(bankCommand + options, environment: surroundings)
    bankAddress = try bank.address()
    arbiter = try RunningProgram(
      ["serve", "arbiter", "--trust", "\(base)/authority/trust.json"] + enrolled("arbiter", authorityAddress))
    arbiterAddress = try arbiter.address()
    try writeCourse()
    try Data("play money only".utf8).write(to: URL(filePath: path("passphrase")))
    try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: path("passphrase"))
  }

  deinit {
    for program in [shop, directory, arbiter, bank, authority] {
      program?.signal(SIGTERM)
      _ = program?.end()
    }
    try? FileManager.default.removeItem(at: folder)
  }

  func path(_ name: String) -> String { folder.appending(path: name).path }

  private func writeCourse() throws {
    let course = path("courses/lamps")
    try FileManager.default.createDirectory(atPath: course, withIntermediateDirectories: true)
    try Data("How to make a lamp.\n".utf8).write(to: URL(filePath: course + "/lamp.txt"))
    let description = """
      {"id":"lamps","language":"en","price":"\(Self.price)","title":{"en":"Lamps"},"summary":{"en":"How to make lamps."},
      "files":[{"path":"lamp.txt","mediaType":"text/plain","title":"The lamp"}]}
      """
    try Data(description.utf8).write(to: URL(filePath: course + "/course.json"))
  }

  /// What a command prints, which has to end with this status.
  @discardableResult
  func run(
    _ arguments: [String], status: Int32 = 0, _ place: SourceLocation = #_sourceLocation
  ) throws -> SemperProgram.Run {
    let run = try SemperProgram.run(arguments, environment: ["SEMPER_PASSPHRASE_FILE": path("passphrase")])
    #expect(run.status == status, "\(arguments): \(run.output)\(run.errors)", sourceLocation: place)
    return run
  }

  func line(_ arguments: String...) throws -> String {
    try run(arguments).output.trimmingCharacters(in: .newlines)
  }

  // MARK: The bank

  func stopBank() {
    bank.signal(SIGTERM)
    _ = bank.end()
  }

  /// The bank that was stopped, where it was before.
  func startBank(_ options: [String] = []) throws {
    bank = try bankProcess(options)
    #expect(try bank.address() == bankAddress)
  }

  /// What becomes of it may be that it ends.
  func bankProcess(_ options: [String]) throws -> RunningProgram {
    let port = bankAddress.split(separator: ":").last.map(String.init) ?? "0"
    return try RunningProgram(bankCommand + options + ["--port", port], environment: bankSurroundings)
  }

  // MARK: The directory

  /// The public key of a home, as a file.
  func writeKey(of home: String) throws {
    try Data(line("directory", "key", path(home)).utf8).write(to: URL(filePath: path(home + ".pem")))
  }

  /// Founded by one holder, with an evaluator that has nothing to say yet, and served.
  func openDirectory() throws {
    for home in ["ada", "stiftung"] { try writeKey(of: home) }
    _ = try line(
      "directory", "init", path("directory"), "--root-key", path("ada.pem"), "--threshold", "1", "--output",
      path("root-1.json"))
    _ = try line("directory", "sign", path("ada"), path("root-1.json"))
    _ = try line("directory", "publish", path("directory"), "--root", path("root-1.json"))
    _ = try line("service", "status", "--home", path("stiftung"), "--output", path("status-1.json"))
    try handIn(["status-1.json"], number: 1)
    _ = try line(
      "directory", "delegate", path("directory"), "stiftung", path("submission-1.json"), "--key", path("stiftung.pem"))
    try serveDirectory()
  }

  /// An evaluator's next list.
  func handIn(_ statements: [String], number: Int, as home: String = "stiftung") throws {
    try run(
      ["directory", "submission", path(home), "stiftung", "--number", "\(number)", "--output"]
        + [path("submission-\(number).json")] + statements.map(path))
  }

  func serveDirectory(_ home: String = "directory") throws {
    let port = directoryAddress.split(separator: ":").last.map(String.init) ?? "0"
    let server = try RunningProgram(["directory", "serve", "--home", path(home), "--port", port])
    directoryAddress = try server.address()
    directory = server
  }

  func stopDirectory() throws {
    directory?.signal(SIGTERM)
    let end = try #require(directory?.end())
    #expect(end.status == 0, "\(end.said)")
    directory = nil
  }

  // MARK: The author

  /// Signs terms as the shop's, and has them published while the directory is served.
  func publish(_ terms: String, as package: String) throws -> String {
    stopShop()
    let service = try line("service", "sign", terms, "--home", path("seller"), "--output", path(package))
    let published = try run(["service", "publish", path(package), "--directory", path("directory"), "--json"]).object()
    let services = try #require(published["services"] as? [[String: Any]])
    #expect(services.first?["service"] as? String == service && services.first?["new"] as? Bool == true)
    return service
  }

  /// A shop that runs has its home.
  func stopShop() {
    shop?.signal(SIGTERM)
    _ = shop?.end()
    shop = nil
  }

  /// - Parameters:
  ///   - more: options beside those that every shop needs.
  ///   - surroundings: of its process.
  func openShop(_ terms: String, _ more: [String] = [], surroundings: [String: String] = [:]) throws -> String {
    stopShop()
    let shop = try RunningProgram(
      [
        "serve", "shop", "--home", path("seller"), "--authority", authorityAddress, "--token",
        path("authority/enrolment/seller.token"), "--trust", path("authority/trust.json"), "--bank", bankAddress,
        "--arbiter", arbiterAddress, "--courses", path("courses"), "--terms", terms,
      ] + more, environment: surroundings)
    self.shop = shop
    return try shop.address()
  }

  // MARK: The buyer

  func openWallet(_ home: String = "wallet", withdrawing sum: String? = "400.00") throws {
    try wallet(
      [
        "init", "--trust", path("authority/trust.json"), "--bank", bankAddress, "--seed-file", path(home + ".seed"),
        "--quick",
      ], home: home)
    if let sum { try wallet(["withdraw", sum], home: home) }
  }

  @discardableResult
  func wallet(
    _ arguments: [String], status: Int32 = 0, home: String = "wallet", _ place: SourceLocation = #_sourceLocation
  ) throws -> SemperProgram.Run {
    // What follows “--” are no options.
    let end = arguments.firstIndex(of: "--") ?? arguments.endIndex
    return try run(
      ["wallet"] + arguments[..<end] + ["--home", path(home)] + arguments[end...], status: status, place)
  }

  /// The wallet while it runs, as on a terminal.
  func walletRunning(_ arguments: [String], home: String = "wallet") throws -> RunningProgram {
    let end = arguments.firstIndex(of: "--") ?? arguments.endIndex
    return try RunningProgram(
      ["wallet"] + arguments[..<end] + ["--home", path(home)] + arguments[end...],
      environment: ["SEMPER_PASSPHRASE_FILE": path("passphrase")])
  }

  /// What the wallet finds out about the terms of the shop's offer.
  func look(
    at shop: String, status: Int32, home: String = "wallet", _ place: SourceLocation = #_sourceLocation
  ) throws -> Appraisal {
    let seen = try wallet(
      ["look", shop, try SemperProgram.firstOffer(at: shop), "--json"], status: status, home: home, place
    ).object()
    return Appraisal(try #require(seen["service"] as? [String: Any], sourceLocation: place))
  }

  /// An appraisal as `--json` prints it.
  struct Appraisal {
    let answer: String?
    let standing: String?
    let source: String?
    let grade: String?
    let problem: String?
    let passed: [String]
    let changes: [[String: Any]]
    let reason: String

    init(_ object: [String: Any]) {
      (answer, standing) = (object["answer"] as? String, object["standing"] as? String)
      source = object["source"] as? String
      reason = object["reason"] as? String ?? ""
      grade = (object["says"] as? [[String: Any]])?.first?["grade"] as? String
      problem = (object["problem"] as? [String: Any])?["code"] as? String
      passed = (object["passed"] as? [[String: Any]] ?? []).compactMap { passed in
        (passed["why"] as? [String: Any])?["code"] as? String
      }
      changes = (object["before"] as? [String: Any])?["changes"] as? [[String: Any]] ?? []
    }
  }
}
