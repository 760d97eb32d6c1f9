namespace LambdaSpeed.Logs;

/// <summary>Nothing is synced unless asked for.</summary>
internal sealed class NoDurability : LogDurability
{
    public override string ToString() => "none";
}
