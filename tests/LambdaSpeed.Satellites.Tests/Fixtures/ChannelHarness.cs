using LambdaSpeed.Testing;

namespace LambdaSpeed.Satellites.Tests.Fixtures;

/// <summary>A channel that a test sends into.</summary>
internal sealed class ChannelHarness : IntakeHarness<string>
{
    private readonly ChannelIntakeSource<string> _source = new();

    public override bool Redelivers => false;

    public override IAcknowledgingSource<string> Open() => _source;

    public override Task SendAsync(string id, string text, CancellationToken cancellationToken) =>
        _source.SendAsync(text, id, cancellationToken);

    public override string TextOf(string message) => message;
}
