using LambdaSpeed.Testing;

namespace LambdaSpeed.Tests.Faults;

/// <summary>A channel that a test sends into, in a source that could fail.</summary>
internal sealed class ChannelHarness : IntakeHarness<string>
{
    private readonly ChannelIntakeSource<string> _source = new();

    public override bool Redelivers => false;

    public override IAcknowledgingSource<string> Open() => new FlakyIntakeSource<string>(_source);

    public override Task SendAsync(string id, string text, CancellationToken cancellationToken) => _source.SendAsync(text, id, cancellationToken);

    public override string TextOf(string message) => message;
}
