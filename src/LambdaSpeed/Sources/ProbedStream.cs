namespace LambdaSpeed.Sources;

/// <summary>A stream that, once it has ended and someone says so, goes on with a probe.</summary>
/// <param name="source">The stream.</param>
/// <param name="probe">What follows it.</param>
internal sealed class ProbedStream(Stream source, ReadOnlyMemory<byte> probe) : ForwardStream
{
    private ReadOnlyMemory<byte> _rest; // of the probe; empty until it is added

    public void AddProbe() => _rest = probe;

    public override int Read(Span<byte> buffer)
    {
        if (_rest.IsEmpty) return source.Read(buffer);

        var count = Math.Min(buffer.Length, _rest.Length);
        _rest.Span[..count].CopyTo(buffer);
        _rest = _rest[count..];
        return count;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing) source.Dispose();
        base.Dispose(disposing);
    }
}
