namespace LambdaSpeed.Tests.Logs;

/// <summary>Closes a log at the end of a block.</summary>
internal sealed class LogOwner(ReplayLog log) : IDisposable
{
    public ReplayLog Log => log;

    public void Dispose() => log.Close();
}
