namespace Samples.Shared;

/// <summary>The command line asks for something that cannot be done; the message is one line with the remedy.</summary>
internal sealed class UsageException(string message) : Exception(message);
