using Bridge;
using Samples.Shared;

return await SampleHost.MainAsync(args, BridgeApp.RunAsync);
