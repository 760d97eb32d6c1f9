namespace LambdaSpeed.Logs;

/// <summary>An append is answered when it is durable.</summary>
internal sealed class AppendDurability : LogDurability
{
    internal override bool SyncsAppends => true;

    public override string ToString() => "every append";
}
