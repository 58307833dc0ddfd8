import Foundation

/// What the kernel knows about a process.
enum ProcessFacts {
  /// Seconds of processor time so far, in user and kernel mode, all threads.
  static func processorSeconds(of process: Int32) throws -> Double {
    let text = try String(contentsOfFile: "/proc/\(process)/stat", encoding: .utf8)
    // The name in parentheses may hold spaces; the fields after it do not.
    let fields = text[(text.lastIndex(of: ")") ?? text.startIndex)...].split(separator: " ")
    guard fields.count > 13, let user = Double(fields[12]), let system = Double(fields[13]) else {
      throw BenchmarkError("/proc/\(process)/stat cannot be read")
    }
    return (user + system) / Double(sysconf(Int32(_SC_CLK_TCK)))
  }

  /// The most memory that the process ever had resident, in MiB.
  static func peakMemory(of process: Int32) throws -> Double { try memory("VmHWM:", of: process) }

  /// The memory that the process has resident now, in MiB.
  static func memory(of process: Int32) throws -> Double { try memory("VmRSS:", of: process) }

  private static func memory(_ field: String, of process: Int32) throws -> Double {
    let text = try String(contentsOfFile: "/proc/\(process)/status", encoding: .utf8)
    let line = text.split(separator: "\n").first { $0.hasPrefix(field) }
    guard let kilobytes = line?.split(whereSeparator: \.isWhitespace).dropFirst().first.flatMap({ Double($0) }) else {
      throw BenchmarkError("/proc/\(process)/status cannot be read")
    }
    return kilobytes / 1_024
  }
}
