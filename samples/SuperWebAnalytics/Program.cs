using Samples.Shared;
using SuperWebAnalytics;

return await SampleHost.MainAsync(args, SuperWebAnalyticsApp.RunAsync);
