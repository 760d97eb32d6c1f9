namespace LambdaSpeed.Testing;

/// <summary>The same of a source that reads from a server.</summary>
internal sealed class FlakyConnectedSpout<T>(ISpout<T> inner, IConnectedSource connected, FlakySource<T> source)
    : FlakySpout<T>(inner, source), IConnectedSource
{
    public SourceDescription Description => connected.Description;
}
