namespace LambdaSpeed.Testing;

/// <summary>The same of a source whose partitions others divide; they are connected, most of them.</summary>
internal sealed class FlakySharedSpout<T>(ISpout<T> inner, ISharedSource shared, FlakySource<T> source)
    : FlakySpout<T>(inner, source), ISharedSource, IConnectedSource
{
    private readonly IConnectedSource? _connected = inner as IConnectedSource;

    public string DividedBy => shared.DividedBy;

    public SourceDescription Description => _connected?.Description ?? new(DividedBy, SourceState.Reading, null);
}
