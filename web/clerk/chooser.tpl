<h1>{{=intake.chooser}}</h1>
<div class="chooser">{{#CHOICE}}<p><a href="{{WHERE}}" lang="{{CODE}}">{{NAME}}</a></p>{{/CHOICE}}</div>
