import Foundation

/// `semper` on a terminal of a certain size, as a person sits before it.
final class TerminalProgram {
  private let process = Process()
  private let terminal: FileHandle
  private var bytes = [UInt8]()

  init(_ arguments: [String], columns: UInt16, environment: [String: String]) throws {
    // Linux, pts(4) and ioctl_tty(2): the C library does not show Swift its own functions for this.
    let (unlock, numberOf) = (UInt(0x4004_5431), UInt(0x8004_5430))
    let descriptor = open("/dev/ptmx", O_RDWR | O_NOCTTY)
    var (locked, number) = (CInt(0), CInt(0))
    var size = winsize(ws_row: 50, ws_col: columns, ws_xpixel: 0, ws_ypixel: 0)
    guard descriptor >= 0, ioctl(descriptor, unlock, &locked) == 0, ioctl(descriptor, numberOf, &number) == 0,
      ioctl(descriptor, UInt(TIOCSWINSZ), &size) == 0
    else { throw RunningProgram.Ended(description: "this machine has no pseudo-terminals") }
    terminal = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
    let end = open("/dev/pts/\(number)", O_RDWR | O_NOCTTY)
    let side = FileHandle(fileDescriptor: end, closeOnDealloc: true)
    process.executableURL = URL(fileURLWithPath: try SemperProgram.path("semper"))
    process.arguments = arguments
    process.currentDirectoryURL = URL(fileURLWithPath: SemperProgram.root)
    process.environment = SemperProgram.surroundings(environment)
    process.standardInput = side
    process.standardOutput = side
    process.standardError = side
    try process.run()
    try side.close()
  }

  deinit { if process.isRunning { kill(process.processIdentifier, SIGKILL) } }

  /// Everything on the screen so far, with its control sequences.
  var screen: String { String(decoding: bytes, as: UTF8.self) }

  /// What is on the screen when it has asked under this title and waits for the answer.
  func question(_ title: String) throws -> String {
    while !(screen.contains(title) && screen.hasSuffix(": ")) {
      guard read() else { throw RunningProgram.Ended(description: "it ended without “\(title)”: \(screen)") }
    }
    return screen
  }

  func type(_ line: String) throws { try terminal.write(contentsOf: Data((line + "\n").utf8)) }

  /// Its exit status after it has ended by itself, and the screen.
  func end() -> (status: Int32, screen: String) {
    while read() {}
    process.waitUntilExit()
    return (process.terminationStatus, screen)
  }

  /// False when the other end is closed, which a terminal tells as an error of reading.
  private func read() -> Bool {
    var piece = [UInt8](repeating: 0, count: 4096)
    let count = Foundation.read(terminal.fileDescriptor, &piece, piece.count)
    guard count > 0 else { return false }
    bytes += piece[..<count]
    return true
  }
}
